//! A reader of the part of TOML that packs are written in: `name = value` lines, `[[table]]` headers, texts, lists, small tables,
//! `true` and `false`, whole numbers, comments.
//!
//! The `toml` crate stops at the first mistake and costs the browser's engine 60 KB. People who write a pack are no programmers: this
//! reader tells every mistake with its place and reads on, and it knows what a word processor does to quotation marks.

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Item {
    /// Its first byte.
    pub(super) at: usize,
    pub(super) value: Value,
}

#[derive(Debug)]
pub(super) enum Value {
    Text(Text),
    List(Vec<Item>),
    Table(Vec<Entry>),
    Truth(bool),
    Number,
}

/// A text as it is meant, and where its first letter stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) body: usize,
}

/// `name = value`.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) item: Item,
}

/// A `[[name]]` and its entries; the name of what stands before the first one is empty.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) at: usize,
    pub(super) entries: Vec<Entry>,
}

/// A mistake: the byte where it stands, and what to do.
pub(super) type Mistake = (usize, String);

/// After so many mistakes the rest is not read.
const MOST_MISTAKES: usize = 100;
/// So many entries may stand under one header.
const MOST_ENTRIES: usize = 50;
/// How deep lists and tables may be nested.
const DEEPEST: u8 = 4;
/// What a text begins with: straight marks, or what a word processor makes of them.
const QUOTES: [char; 6] = ['"', '\'', '\u{201C}', '\u{201D}', '\u{2018}', '\u{2019}'];

/// Reads a file; what is wrong in it is in the second part, whatever is right in the first.
pub(super) fn read(source: &str) -> (Vec<Table>, Vec<Mistake>) {
    let start = if source.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut reader = Reader { source, at: start, mistakes: Vec::new() };
    let mut tables = vec![Table::default()];
    while reader.mistakes.len() < MOST_MISTAKES {
        reader.skip_blank();
        match reader.peek() {
            None => break,
            Some(b'[') => tables.extend(reader.header()),
            Some(_) => {
                if let (Some(entry), Some(table)) = (reader.entry(), tables.last_mut()) {
                    match table.entries.iter().find(|e| e.name == entry.name) {
                        None if table.entries.len() < MOST_ENTRIES => table.entries.push(entry),
                        None => reader.wrong(entry.at, "there are too many entries here"),
                        Some(first) => {
                            let line = source[..first.at].bytes().filter(|b| *b == b'\n').count() + 1;
                            reader.wrong(entry.at, &format!("'{}' is here twice (first in line {line}); leave one of them out", entry.name));
                        }
                    }
                }
                reader.end_of_line();
            }
        }
    }
    (tables, reader.mistakes)
}

/// The place in a file that is being read.
pub(super) struct Reader<'s> {
    pub(super) source: &'s str,
    pub(super) at: usize,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(0)
    }

    pub(super) fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    #[inline(never)]
    pub(super) fn char(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    pub(super) fn starts(&self, with: &str) -> bool {
        self.source.as_bytes()[self.at..].starts_with(with.as_bytes())
    }

    #[inline(never)]
    pub(super) fn wrong(&mut self, at: usize, why: &str) {
        self.wrong_name(at, why, "", "");
    }

    #[inline(never)]
    pub(super) fn wrong_name(&mut self, at: usize, before: &str, name: &str, after: &str) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push((at, [before, name, after].concat()));
        }
    }

    #[inline(never)]
    fn skip_spaces(&mut self) {
        while let Some(c) = self.char() {
            if c == '\n' || !(c.is_whitespace() || c == '\u{FEFF}') {
                break;
            }
            self.at += c.len_utf8();
        }
    }

    #[inline(never)]
    pub(super) fn skip_line(&mut self) {
        self.at = self.source[self.at..].find('\n').map_or(self.source.len(), |n| self.at + n);
    }

    /// Steps over spaces, line ends and comments.
    #[inline(never)]
    fn skip_blank(&mut self) {
        loop {
            self.skip_spaces();
            match self.peek() {
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.skip_line(),
                _ => break,
            }
        }
    }

    fn end_of_line(&mut self) {
        self.skip_spaces();
        if !matches!(self.peek(), None | Some(b'\n' | b'#')) {
            // A list that was not closed is told of already, and the next entry stands here.
            if !self.begins_line() {
                self.wrong(self.at, "the entry ends before this; write one entry a line, and begin a comment with #");
                self.skip_line();
            }
            return;
        }
        self.skip_line();
    }

    /// True if nothing but spaces stands before this in its line.
    fn begins_line(&self) -> bool {
        let before = &self.source.as_bytes()[..self.at];
        before.iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).is_none_or(|b| *b == b'\n')
    }

    /// True if an entry or a table begins here.
    #[inline(never)]
    fn begins_entry(&self) -> bool {
        if !self.begins_line() {
            return false;
        }
        if self.starts("[[") {
            return self.source[self.at + 2..].starts_with(|c: char| c.is_ascii_alphabetic());
        }
        let rest = &self.source[self.at..];
        let name = rest.bytes().take_while(|b| bare(*b)).count();
        name > 0 && rest[name..].trim_start_matches([' ', '\t']).starts_with('=')
    }

    #[inline(never)]
    fn header(&mut self) -> Option<Table> {
        let at = self.at;
        let double = self.starts("[[");
        self.at += if double { 2 } else { 1 };
        self.skip_spaces();
        let name = self.name()?;
        self.skip_spaces();
        let closed = self.starts(if double { "]]" } else { "]" });
        if closed {
            self.at += if double { 2 } else { 1 };
        }
        if !double || !closed {
            self.wrong_name(at, "write [[", &name, "]], with two brackets on each side and nothing else in the line");
            self.skip_line();
        } else {
            self.end_of_line();
        }
        Some(Table { name, at, entries: Vec::new() })
    }

    #[inline(never)]
    fn name(&mut self) -> Option<String> {
        let at = self.at;
        if matches!(self.peek(), Some(b'"' | b'\'')) {
            return match self.text() {
                Some(Item { value: Value::Text(text), .. }) => Some(text.text),
                _ => None,
            };
        }
        let len = self.source[at..].bytes().take_while(|b| bare(*b)).count();
        self.at += len;
        if len == 0 {
            self.wrong(at, "an entry is expected here: a name, an equals sign and a value, as in title = \"…\"");
            self.skip_line();
            return None;
        }
        // `always_fine` is `always-fine`.
        Some(self.source[at..self.at].replace('_', "-"))
    }

    fn entry(&mut self) -> Option<Entry> {
        let at = self.at;
        let name = self.name()?;
        self.skip_spaces();
        if self.peek() != Some(b'=') {
            self.wrong_name(self.at, "an equals sign is missing after '", &name, "'");
            self.skip_line();
            return None;
        }
        self.at += 1;
        self.skip_spaces();
        let item = self.value(0)?;
        Some(Entry { name, at, item })
    }

    /// A value; nothing, after telling why, if there is none.
    #[inline(never)]
    fn value(&mut self, depth: u8) -> Option<Item> {
        let at = self.at;
        let value = match self.char() {
            Some(c) if QUOTES.contains(&c) => return self.text(),
            Some('[' | '{') if depth >= DEEPEST => {
                self.wrong(at, "brackets are nested too deep");
                self.skip_line();
                return None;
            }
            Some('[') => Value::List(self.list(depth)),
            Some('{') => Value::Table(self.small_table(depth)),
            None | Some('\n' | '#') => {
                self.wrong(at, "a value is missing after the equals sign");
                return None;
            }
            Some(_) => {
                let word = self.bare_word();
                match word {
                    "true" => Value::Truth(true),
                    "false" => Value::Truth(false),
                    _ if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'_')) => Value::Number,
                    _ => {
                        self.wrong(at, "put this in straight quotation marks: \"…\"");
                        return None;
                    }
                }
            }
        };
        Some(Item { at, value })
    }

    /// Steps over what is neither text nor bracket, to the next comma, bracket or line end.
    #[inline(never)]
    fn bare_word(&mut self) -> &str {
        let at = self.at;
        let len = self.source[at..].find([',', ']', '}', '\n', '#']).unwrap_or(self.source.len() - at);
        self.at += len;
        self.source[at..self.at].trim()
    }

    #[inline(never)]
    fn list(&mut self, depth: u8) -> Vec<Item> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        // What comes next may be a text, after a comma; or a comma, after a text; after a mistake it may be either.
        let (mut text, mut comma) = (true, false);
        while self.mistakes.len() < MOST_MISTAKES {
            self.skip_blank();
            match self.char() {
                Some(']') => {
                    self.at += 1;
                    break;
                }
                Some(',') => {
                    if !comma {
                        self.wrong(self.at, "there is one comma too many");
                    }
                    (text, comma) = (true, false);
                    self.at += 1;
                }
                Some(c) if !self.begins_entry() => {
                    if !text && !QUOTES.contains(&c) {
                        self.wrong(self.at, "a comma or a quotation mark is missing before this");
                        self.bare_word();
                        (text, comma) = (true, true);
                        continue;
                    }
                    if !text {
                        self.wrong(self.at, "a comma is missing before this");
                    }
                    let before = self.at;
                    let item = self.value(depth + 1);
                    (text, comma) = (item.is_none(), true);
                    items.extend(item);
                    if self.at == before {
                        self.at += c.len_utf8();
                    }
                }
                _ => {
                    self.wrong(open, "this list is not closed: put ] after its last text");
                    break;
                }
            }
        }
        items
    }

    #[inline(never)]
    fn small_table(&mut self, depth: u8) -> Vec<Entry> {
        let open = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_spaces();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b',') if !entries.is_empty() => self.at += 1,
                None | Some(b'\n' | b'#') => {
                    self.wrong(open, "this is not closed: put } at its end, in the same line");
                    break;
                }
                Some(_) => {
                    let at = self.at;
                    let Some(name) = self.name() else { break };
                    self.skip_spaces();
                    if self.peek() != Some(b'=') {
                        self.wrong_name(self.at, "an equals sign is missing after '", &name, "'");
                        self.skip_line();
                        break;
                    }
                    self.at += 1;
                    self.skip_spaces();
                    let Some(item) = self.value(depth + 1) else { break };
                    entries.push(Entry { name, at, item });
                }
            }
        }
        entries
    }
}

fn bare(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')
}
