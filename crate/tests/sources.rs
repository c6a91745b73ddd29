//! Sources are kept honest: each has a link that nobody can listen in on and says when it was last read there.

/// `2026-11-25`, a day that there is.
fn is_day(text: &str) -> bool {
    let parts: Vec<Option<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let [Some(year), Some(month @ 1..=12), Some(day)] = parts[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    text.len() == 10 && (1..=days[month as usize - 1]).contains(&day)
}

#[test]
fn every_source_says_when_it_was_checked() {
    let rules = thinktwice::built_in();
    let mut wrong = Vec::new();
    for s in &rules.sources {
        if !s.link.starts_with("https://") {
            wrong.push(format!("{}: {} is no https link", s.id, s.link));
        }
        if s.checked != "unverified" && !is_day(&s.checked) {
            wrong.push(format!("{}: checked = \"{}\" is neither a day such as 2026-11-25 nor \"unverified\"", s.id, s.checked));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_and_every_profession_cites_its_standards() {
    let rules = thinktwice::built_in();
    for rule in &rules.rules {
        assert!(!rule.sources.is_empty() && !rule.why.is_empty() && !rule.instead.is_empty(), "{}", rule.id);
    }
    for profession in &rules.professions {
        for pack in &rules.packs {
            let own = profession.sources.iter().any(|(id, sources)| *id == pack.id && !sources.is_empty());
            assert!(own, "{} has no standard of its own for {}", profession.id, pack.id);
        }
    }
}
