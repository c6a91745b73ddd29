//! Words as people misspell them: each is read as the word that is meant, and costs no more than a word that is spelt rightly.

use crate::rules::{WordBook, inflections};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// The right word, and what it is mistaken for; a `~` stands for inflections on both sides.
pub(super) type Misspellings = BTreeMap<Spanned<String>, Vec<Spanned<String>>>;

/// Adds misspelt words to a book that has all words of all rules. Returns what is wrong, and where.
pub(super) fn add_misspellings(misspellings: &Misspellings, words: &mut WordBook) -> Vec<(Range<usize>, String)> {
    let mut troubles = Vec::new();
    for (right, all_wrong) in misspellings {
        let right_forms = forms(right.get_ref());
        if !is_word(&right_forms[0]) || words.is_misspelt(&right_forms[0]) {
            troubles.push((right.span(), format!("'{}' is no word in small letters that is spelt rightly", right.get_ref())));
            continue;
        }
        for wrong in all_wrong {
            let wrong_forms = forms(wrong.get_ref());
            if wrong_forms.len() != right_forms.len() {
                let (wrong_word, right_word) = (wrong.get_ref(), right.get_ref());
                troubles.push((wrong.span(), format!("'{wrong_word}' and '{right_word}' have different inflections: write them out")));
                continue;
            }
            for (i, (wrong_form, right_form)) in wrong_forms.iter().zip(&right_forms).enumerate() {
                // Of the inflections, those that rules have: English does not have all of them.
                if wrong_form == right_form || i > 0 && (!words.has(right_form) || words.is_misspelt(right_form)) {
                    continue;
                }
                let meant = words.intern(right_form);
                if !is_word(wrong_form) {
                    troubles.push((wrong.span(), format!("'{wrong_form}' has other characters than the letters a to z")));
                } else if !words.has(wrong_form) {
                    words.add_misspelt(wrong_form, meant);
                } else if !words.means(wrong_form, meant) {
                    troubles.push((wrong.span(), format!("'{wrong_form}' is a word of its own, or stands for another one already")));
                }
            }
        }
    }
    troubles
}

fn is_word(form: &str) -> bool {
    !form.is_empty() && form.bytes().all(|b| b.is_ascii_lowercase())
}

/// A word, or with a `~` its inflections.
fn forms(written: &str) -> Vec<String> {
    written.strip_suffix('~').map_or_else(|| vec![written.to_owned()], inflections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_are_misspelt_alike_and_what_is_wrong_is_told_with_its_place() {
        let file = "asthma = [\"cure\", \"athsma\"]\n\"guarantee~\" = [\"garantee~\"]\nmigraine = [\"athsma\", \"mi-graine\"]\n\"run~\" = [\"runn~\"]\nathsma = [\"asthmma\"]\n\"crohn's\" = [\"chrons\"]\n";
        let mut words = WordBook::new();
        for word in ["cure", "guaranteed"] {
            words.intern(word);
        }
        let troubles = add_misspellings(&toml::from_str(file).expect("it is a table"), &mut words);
        let told: Vec<(&str, &str)> = troubles.iter().map(|(at, reason)| (&file[at.clone()], reason.as_str())).collect();
        let own = "is a word of its own, or stands for another one already";
        assert_eq!(
            told,
            [
                ("\"cure\"", &*format!("'cure' {own}")),
                ("athsma", "'athsma' is no word in small letters that is spelt rightly"),
                ("\"crohn's\"", "'crohn's' is no word in small letters that is spelt rightly"),
                ("\"athsma\"", &*format!("'athsma' {own}")),
                ("\"mi-graine\"", "'mi-graine' has other characters than the letters a to z"),
                ("\"runn~\"", "'runn~' and 'run~' have different inflections: write them out"),
            ]
        );
        let guaranteed = words.intern("guaranteed");
        assert!(words.means("garanteed", guaranteed) && !words.has("garanteeing"));
    }
}
