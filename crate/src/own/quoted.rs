//! Texts of a pack, in any kind of quotation marks.

use super::toml::{Item, Reader, Text, Value};

impl Reader<'_> {
    /// A text in any kind of quotation marks.
    pub(super) fn text(&mut self) -> Option<Item> {
        let at = self.at;
        let open = self.char()?;
        if matches!(open, '"' | '\'') {
            let mark = if open == '"' { "\"\"\"" } else { "'''" };
            return if self.starts(mark) { self.long_text(at, mark) } else { self.short_text(at, open) };
        }
        let close: &[char] = if matches!(open, '\u{201C}' | '\u{201D}') { &['\u{201D}', '\u{201C}', '"', '\n'] } else { &['\u{2019}', '\'', '\n'] };
        self.wrong(at, "these quotation marks are curly; write straight ones: \"…\"");
        self.at += open.len_utf8();
        let body = self.at;
        let len = self.source[body..].find(close).unwrap_or(self.source.len() - body);
        self.at += len;
        if let Some(c) = self.char().filter(|c| *c != '\n') {
            self.at += c.len_utf8();
        }
        Some(Item { at, value: Value::Text(Text { text: self.source[body..body + len].to_owned(), body }) })
    }

    fn short_text(&mut self, at: usize, mark: char) -> Option<Item> {
        self.at += 1;
        let body = self.at;
        let mut text = String::new();
        loop {
            match self.char() {
                None | Some('\n') => {
                    self.wrong(at, "the closing quotation mark of this is missing; it must be in the same line");
                    return None;
                }
                Some(c) if c == mark => {
                    self.at += 1;
                    break;
                }
                Some('\\') if mark == '"' => self.escape(&mut text),
                Some(c) => {
                    self.at += c.len_utf8();
                    text.push(c);
                }
            }
        }
        Some(Item { at, value: Value::Text(Text { text, body }) })
    }

    fn long_text(&mut self, at: usize, mark: &str) -> Option<Item> {
        self.at += 3;
        if self.peek() == Some(b'\r') && self.byte(1) == Some(b'\n') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        let body = self.at;
        let mut text = String::new();
        loop {
            if self.starts(mark) {
                self.at += 3;
                break;
            }
            match self.char() {
                None => {
                    self.wrong_name(at, "the closing ", mark, " of this is missing");
                    self.at = at;
                    self.skip_line();
                    return None;
                }
                Some('\\') if mark == "\"\"\"" => self.escape(&mut text),
                Some(c) => {
                    self.at += c.len_utf8();
                    if c != '\r' {
                        text.push(c);
                    }
                }
            }
        }
        Some(Item { at, value: Value::Text(Text { text, body }) })
    }

    /// What a backslash and the letter after it stand for.
    fn escape(&mut self, text: &mut String) {
        let at = self.at;
        self.at += 1;
        let Some(c) = self.char() else { return };
        if c == '\n' || c == '\r' {
            // A line that goes on: its end and the spaces before the next word do not count.
            while self.char().is_some_and(char::is_whitespace) {
                self.at += self.char().map_or(1, char::len_utf8);
            }
            return;
        }
        self.at += c.len_utf8();
        let digits = match c {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let meant = match c {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' | 'f' => Some(' '),
            '"' | '\\' => Some(c),
            'u' | 'U' => self.source.get(self.at..self.at + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32),
            _ => None,
        };
        if let Some(meant) = meant {
            self.at += digits;
            text.push(meant);
        } else {
            self.wrong(at, "a backslash has a meaning of its own here; write \\\\ for one");
            text.push(c);
        }
    }
}
