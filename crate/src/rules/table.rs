//! Tables that are learnt (`weights.tsv`, `company.tsv`, `themes.tsv`): a line each, cells with tabs between.

use std::ops::Range;

/// The lines of a table: the number of each, from 0 for the one that names the columns; its place in bytes; and what stands in it, without
/// its end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').enumerate().map(move |(number, line)| {
        let range = at..at + line.len();
        at = range.end;
        (number, range, line.trim_end_matches(['\n', '\r']))
    })
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_is_where_it_stands_and_has_no_end() {
        let all: Vec<_> = lines("sign\r\nmy cup\t3\n\nlast").collect();
        assert_eq!(all, [(0, 0..6, "sign"), (1, 6..15, "my cup\t3"), (2, 15..16, ""), (3, 16..20, "last")]);
    }
}
