//! Labelled posts as they might have been written as well.
//!
//! _Emoji._ Whoever makes up risky posts puts an emoji into one of six, and into one of thirty that are to be harmless. Real posts are not like
//! that: a clinic's opening hours have as many as its claims. Learnt from as they are, such posts would teach that an emoji is risky, and
//! one smile more would cost a harmless post a warning. So harmless posts are taken a second time, with the emoji of risky ones.
//!
//! _Capitals._ On a phone many people write without them, and names are not seen as names then. So some posts are taken a second time in
//! small letters.

use super::LabelledPost;
use crate::text::words::is_emoji;

/// Copies of harmless posts with emoji, as many as make emoji as common in harmless posts as in risky ones; each with the place of the
/// post that it is a copy of. The same posts give the same copies.
pub fn harmless_with_emoji(posts: &[LabelledPost]) -> Vec<(usize, LabelledPost)> {
    let emoji: Vec<Vec<String>> = posts.iter().map(|p| runs_of_emoji(&p.text)).collect();
    let donors: Vec<&Vec<String>> =
        posts.iter().zip(&emoji).filter(|(p, runs)| !p.risky.is_empty() && !runs.is_empty()).map(|(_, runs)| runs).collect();
    let risky = posts.iter().filter(|p| !p.risky.is_empty()).count();
    let harmless = posts.len() - risky;
    let plain: Vec<usize> = (0..posts.len()).filter(|i| posts[*i].risky.is_empty() && emoji[*i].is_empty()).collect();
    if donors.is_empty() || donors.len() == risky {
        return Vec::new();
    }
    // With c copies, (with emoji + c) of (harmless + c) are to be as many as the donors of the risky ones.
    let lacking = (donors.len() * harmless).saturating_sub((harmless - plain.len()) * risky) / (risky - donors.len());
    let copies = lacking.min(plain.len());
    let mut random = 0x9E37_79B9u32;
    let mut below = |n: usize| {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        random as usize % n.max(1)
    };
    (0..copies)
        .map(|copy| {
            // Spread evenly over all authors.
            let i = plain[copy * plain.len() / copies];
            let runs = donors[below(donors.len())];
            let mut text = posts[i].text.clone();
            for (at, run) in runs.iter().enumerate() {
                let ends: Vec<usize> =
                    text.match_indices(['.', '!', '?']).map(|(end, _)| end + 1).filter(|end| text[*end..].starts_with(' ')).collect();
                // Most stand at the end of all.
                let place = if at + 1 == runs.len() || ends.is_empty() { text.len() } else { ends[below(ends.len())] };
                text.insert_str(place, &format!(" {run}"));
            }
            (i, LabelledPost { text, ..posts[i].clone() })
        })
        .collect()
}

/// Copies of every sixth post in small letters; each with the place of the post that it is a copy of.
pub fn in_small_letters(posts: &[LabelledPost]) -> Vec<(usize, LabelledPost)> {
    let small = |p: &LabelledPost| LabelledPost {
        text: p.text.to_lowercase(),
        risky: p.risky.iter().map(|(pack, span)| (*pack, span.to_lowercase())).collect(),
        ..p.clone()
    };
    posts.iter().enumerate().step_by(6).map(|(i, p)| (i, small(p))).collect()
}

/// The emoji of a post, those that follow each other together.
fn runs_of_emoji(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        // What joins, colours or varies an emoji belongs to the one before.
        let goes_on = open && matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
        if is_emoji(c) || goes_on {
            if !open {
                runs.push(String::new());
            }
            runs.last_mut().expect("one is open").push(c);
        }
        open = is_emoji(c) || goes_on;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Kind;

    #[test]
    fn every_sixth_post_is_copied_in_small_letters_and_so_are_its_risky_phrases() {
        let post = LabelledPost {
            text: "Mrs Jones has Gout".to_owned(),
            kind: Kind::Post,
            image: false,
            risky: vec![(3, "Mrs Jones".to_owned())],
            speaks_to: u8::MAX,
        };
        let copies = in_small_letters(&vec![post; 8]);
        assert_eq!(copies.iter().map(|(i, _)| *i).collect::<Vec<_>>(), [0, 6]);
        assert_eq!((copies[1].1.text.as_str(), &copies[1].1.risky[..]), ("mrs jones has gout", &[(3, "mrs jones".to_owned())][..]));
    }

    #[test]
    fn emoji_are_as_common_in_harmless_posts_as_in_risky_ones() {
        let post = |text: &str, risky: bool| LabelledPost {
            text: text.to_owned(),
            kind: Kind::Post,
            image: false,
            risky: if risky { vec![(0, text.to_owned())] } else { Vec::new() },
            speaks_to: u8::MAX,
        };
        let mut posts = vec![post("We cure asthma 💪🏽 now. Book today 😀", true), post("We cure gout", true)];
        posts.extend((0..9).map(|i| post(&format!("Open until {i}. Ring us. Parking is free"), false)));
        posts.push(post("Closed on Monday 🎉", false));
        let copies = harmless_with_emoji(&posts);
        // One of two risky posts has emoji: with eight more, nine of eighteen harmless ones have.
        assert_eq!(copies.len(), 8);
        for (i, copy) in &copies {
            assert!(copy.risky.is_empty() && copy.text.ends_with(" 😀") && copy.text.contains(" 💪🏽"), "{}", copy.text);
            let bare: String = copy.text.replace(" 😀", "").replace(" 💪🏽", "");
            assert_eq!(bare, posts[*i].text);
        }
        assert!(harmless_with_emoji(&posts[1..]).is_empty(), "no risky post has any");
    }
}
