//! How much two texts have in common: of one that is being typed, nearly all.

/// How many bytes two texts share at their start and, apart from those, at their end.
pub(super) fn alike_at_ends(a: &[u8], b: &[u8]) -> (usize, usize) {
    let front = alike_at_start(a, b);
    (front, alike_at_end(&a[front..], &b[front..]))
}

/// As many bytes as are compared at once: in a post that is long, one by one would be felt.
const BLOCK: usize = 16;

fn alike_at_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.as_chunks::<BLOCK>().0.iter().zip(b.as_chunks::<BLOCK>().0);
    let at = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    at + a[at..].iter().zip(&b[at..]).take_while(|(a, b)| a == b).count()
}

fn alike_at_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.as_rchunks::<BLOCK>().1.iter().rev().zip(b.as_rchunks::<BLOCK>().1.iter().rev());
    let at = BLOCK * blocks.take_while(|(a, b)| a == b).count();
    at + a[..a.len() - at].iter().rev().zip(b[..b.len() - at].iter().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_from_both_ends() {
        for length in [0, 1, 15, 16, 17, 40, 100] {
            let text: Vec<u8> = (0..length as u8).collect();
            assert_eq!(alike_at_ends(&text, &text), (length, 0));
            for at in 0..length {
                let [mut other, mut longer, mut shorter] = std::array::from_fn(|_| text.clone());
                other[at] = u8::MAX;
                assert_eq!(alike_at_ends(&text, &other), (at, length - at - 1));
                longer.insert(at, u8::MAX);
                assert_eq!(alike_at_ends(&text, &longer), (at, length - at));
                shorter.remove(at);
                assert_eq!(alike_at_ends(&text, &shorter), (at, length - at - 1));
            }
        }
    }
}
