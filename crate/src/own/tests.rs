//! Packs as people write them, right and wrong.

use crate::check::{Checker, Kind, PostContext};
use crate::own::{LARGEST, OwnPack, Problem};
use crate::rules::Severity;
use std::sync::Arc;

const EXAMPLE: &str = include_str!("../../../extension/options/example-pack.toml");

fn checker(pack: &str) -> Checker {
    let (pack, problems) = OwnPack::parse(pack);
    assert_eq!(problems, []);
    let mut checker = Checker::new(crate::built_in());
    checker.set_own_pack(Some(Arc::new(pack)));
    checker
}

fn with_match(phrases: &str) -> String {
    format!("[[rule]]\nid = \"x\"\ntitle = \"X\"\nwhy = \"Because.\"\nmatch = [{phrases}]\n")
}

/// What the rule `own/x` underlines.
fn found(checker: &mut Checker, post: &str) -> Vec<String> {
    let units: Vec<u16> = post.encode_utf16().collect();
    let findings = checker.check(post, &PostContext::default());
    let own = findings.iter().filter(|f| checker.view(f.rule).id == "own/x");
    own.flat_map(|f| &f.pieces).map(|p| String::from_utf16_lossy(&units[p.start as usize..p.end as usize])).collect()
}

fn problems(pack: &str) -> Vec<(usize, usize, String)> {
    OwnPack::parse(pack).1.into_iter().map(|p: Problem| (p.line, p.column, p.what)).collect()
}

#[test]
fn the_example_is_right() {
    let (pack, problems) = OwnPack::parse(EXAMPLE);
    assert_eq!(problems, []);
    let ids: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["own/must-carry", "own/staff", "own/shop", "own/wording", "own/speaks-for-us"]);
    assert_eq!(pack.title, "Old Mill Clinic");
    assert_eq!(
        pack.rules[1].source.as_ref().map(|s| (s.body.as_str(), s.link.as_str())),
        Some(("Old Mill Clinic", "https://oldmill.example/social-media"))
    );
}

#[test]
fn phrases_match_as_those_of_built_in_packs_do() {
    for (phrases, post, expected) in [
        (r#""zorbo""#, "We like ZORBO and zorbo's, not zorbos", &["ZORBO", "zorbo's"][..]),
        (r#""zorbo~""#, "zorbos zorboed zorboing", &["zorbos", "zorboed", "zorboing"]),
        (r#""Sam [de] Okafor""#, "sam Okafor, Sam de Okafor. Sam. Okafor", &["sam Okafor", "Sam de Okafor"]),
        (r#""(the zorbo | a blip blop) pillow""#, "Try the zorbo pillow or a blip blop pillow", &["the zorbo pillow", "a blip blop pillow"]),
        (r#""buy ... zorbo""#, "buy a very soft zorbo. buy one two three four five zorbo. buy no zorbo", &["buy a very soft zorbo"]),
        (r#""\"Rose\"", '"NHS"'"#, "Rose saw a rose at the NHS, not the nhs, said ROSE", &["Rose", "NHS"]),
        (r#""zorbo !pillow""#, "zorbo pillow, zorbo cushion", &["zorbo"]),
        (r#""!my zorbo""#, "my zorbo, a zorbo", &["zorbo", "zorbo"]),
        (r#""^ zorbo""#, "zorbo zorbo. Zorbo", &["zorbo", "Zorbo"]),
        (r#""zorbo $""#, "zorbo zorbo. Zorbo!", &["zorbo", "Zorbo"]),
        (r#""buy <zorbo> now""#, "buy zorbo now", &["zorbo"]),
        (r#""zorbo * now""#, "zorbo right now, zorbo now", &["zorbo right now"]),
        (r#""ring {phone}""#, "ring 01632 960123 today", &["ring 01632 960123"]),
        (r#""{email}""#, "write to a@b.example", &["a@b.example"]),
        (r#""@zorbo_uk""#, "thanks @Zorbo_UK!", &["@Zorbo_UK"]),
        (r#""zorbo & sons""#, "Zorbo and sons, Zorbo & Sons", &["Zorbo and sons", "Zorbo & Sons"]),
        (r#""follow-up zorbo""#, "Follow up zorbo", &["Follow up zorbo"]),
        (r#""café zørbo""#, "CAFE ZORBO and 𝐜𝐚𝐟𝐞 zor\u{200b}bo", &["CAFE ZORBO", "𝐜𝐚𝐟𝐞 zor\u{200b}bo"]),
        (r#""don't zorbo""#, "dont zorbo, Don’t zorbo", &["dont zorbo", "Don’t zorbo"]),
    ] {
        assert_eq!(found(&mut checker(&with_match(phrases)), post), expected, "{phrases} in {post}");
    }
}

#[test]
fn exceptions_and_excuses_hold() {
    let pack =
        with_match("\"zorbo\"") + "unless = [\"negated\", \"question\", \"quoted\"]\nunless-near = [\"(fiction | novel)\"]\nkinds = [\"post\"]\n";
    let mut checker = checker(&pack);
    assert_eq!(found(&mut checker, "Our zorbo is here"), ["zorbo"]);
    for post in ["We never use zorbo", "Is it a zorbo?", "They say \"zorbo\" a lot", "In the novel they drink zorbo"] {
        assert_eq!(found(&mut checker, post), [""; 0], "{post}");
    }
    assert_eq!(found(&mut checker, "In the novel they drink it. Not zorbo?  Yes, zorbo."), ["zorbo"]);
    let reply = PostContext { kind: Kind::Reply, ..PostContext::default() };
    assert!(checker.check("Our zorbo is here", &reply).is_empty());
}

#[test]
fn what_is_always_fine_is_left_out() {
    let post = "Text Mrs Jones on 01632 960123 today";
    let told_in = |checker: &mut Checker, post: &str| {
        let findings = checker.check(post, &PostContext::default());
        findings.iter().flat_map(|f| &f.pieces).map(|p| post[p.start as usize..p.end as usize].to_owned()).collect::<Vec<_>>()
    };
    let mut without = Checker::new(crate::built_in());
    let told = told_in(&mut without, post);
    assert!(!told.is_empty());
    for p in &told {
        // Whatever is told here is left out where just that is always fine, and kept where it is only a part.
        let mut fine = checker(&format!("always-fine = [\"{p}\"]"));
        assert!(!told_in(&mut fine, post).contains(p), "{p}");
        let mut part = checker(&format!("always-fine = [\"{}\"]", p.split(' ').next_back().unwrap_or("")));
        assert!(p.split(' ').count() == 1 || told_in(&mut part, post).contains(p), "{p}");
    }
    // What was found in it is not warned about for its weight either, with the words around it.
    let mut fine = checker("always-fine = [\"cure a migraine\"]");
    assert_eq!(told_in(&mut fine, "Hello. We can cure a migraine"), [""; 0]);
    // Rules of the pack itself speak all the same.
    let mut own = checker(&("always-fine = [\"zorbo\"]\n".to_owned() + &with_match("\"zorbo\"")));
    assert_eq!(found(&mut own, "zorbo"), ["zorbo"]);
}

#[test]
fn a_statement_that_is_missing_is_told_at_the_end_of_a_post() {
    let mut checker = checker("must-carry = [\"views are [all] my own\"]\nmust-carry-message = \"Say so.\"");
    let post = PostContext::default();
    let findings = checker.check("The kettle is on 👍🏽", &post);
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].start(), findings[0].end(), findings[0].severity), (17, 19, Severity::Low));
    let view = checker.view(findings[0].rule);
    assert_eq!((view.id, view.pack, view.why), ("own/must-carry", "own", "Say so."));
    for (text, context) in [
        ("The kettle is on. #ViewsAreMyOwn", post),
        ("Views are all my own. The kettle is on.", post),
        ("The kettle is on", PostContext { kind: Kind::Comment, ..post }),
        ("", post),
        (" ... ", post),
    ] {
        assert!(checker.check(text, &context).is_empty(), "{text}");
    }
    checker.choose_rules(|id| id != "own/must-carry");
    assert!(checker.check("The kettle is on", &post).is_empty());
}

#[test]
fn findings_stand_in_the_order_of_the_text_with_the_severity_that_was_chosen() {
    let mut checker = checker(&with_match("\"zorbo\""));
    let post = "Zorbo. We can cure your child's asthma. Zorbo.";
    let own = |checker: &mut Checker| -> Vec<(String, Severity)> {
        let findings = checker.check(post, &PostContext::default());
        findings.iter().map(|f| (checker.view(f.rule).id.to_owned(), f.severity)).collect()
    };
    let before = own(&mut checker);
    assert!(before.len() >= 3);
    assert_eq!((&before[0].0[..], before[0].1), ("own/x", Severity::Medium));
    assert_eq!(before[before.len() - 1].0, "own/x");
    checker.set_severities(vec![("own/x".to_owned(), Severity::High), (before[1].0.clone(), Severity::Low), ("no/such".to_owned(), Severity::Low)]);
    let after = own(&mut checker);
    assert_eq!((after[0].1, after[1].1), (Severity::High, Severity::Low));
    checker.set_own_pack(None);
    assert!(own(&mut checker).iter().all(|(id, _)| id != "own/x"));
}

#[test]
fn mistakes_are_told_where_they_are_and_the_rest_works() {
    let good = with_match("\"zorbo\"");
    for (bad, line, column, what) in [
        ("tittle = \"A\"\n", 1, 1, "did you mean 'title'?"),
        ("evidence = []\n", 1, 1, "only the packs of Think Twice itself"),
        ("severity = \"high\"\n", 1, 1, "belongs under a [[rule]]"),
        ("title = 5\n", 1, 9, "write title = \"…\""),
        ("title = Old Mill\n", 1, 9, "straight quotation marks"),
        ("title = “Old Mill”\n", 1, 9, "curly"),
        ("title = \"Old Mill\n", 1, 9, "closing quotation mark"),
        ("title \"Old Mill\"\n", 1, 7, "equals sign"),
        ("title = \"A\"\ntitle = \"B\"\n", 2, 1, "twice (first in line 1)"),
        ("title = \"A\" about = \"B\"\n", 1, 13, "one entry a line"),
        ("title =\n", 1, 8, "a value is missing"),
        ("= 3\n", 1, 1, "an entry is expected"),
        ("title = \"a\\qb\"\n", 1, 11, "backslash"),
        ("always-fine = [\"01234\",\n", 1, 15, "not closed"),
        ("always-fine = [\"01234\" \"AB1\"]\n", 1, 24, "comma"),
        ("always-fine = [,\"01234\"]\n", 1, 16, "one comma too many"),
        ("always-fine = [\"...\"]\n", 1, 16, "neither letters nor digits"),
        ("always-fine = [3]\n", 1, 16, "list of texts"),
        ("must-carry = [\"(a | b\"]\n", 1, 22, "')' is missing"),
        ("[rule]\nid = \"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 1, 1, "write [[rule]]"),
        ("[[rules]]\nid = \"y\"\n", 1, 1, "write [[rule]]"),
        ("[[rule]]\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 1, 1, "no id"),
        ("[[rule]]\nid=\"A b\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 2, 4, "small letters"),
        ("[[rule]]\nid=\"a_b\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 2, 4, "small letters"),
        ("[[rule]]\nid=\"a--b\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 2, 4, "small letters"),
        ("[[rule]]\nid=\"-\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 2, 4, "small letters"),
        ("[[rule]]\nid=\"must-carry\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\n", 2, 4, "already"),
        ("[[rule]]\nid=\"y\"\nwhy=\"W\"\nmatch=\"y\"\n", 1, 1, "no title"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nmatch=\"y\"\n", 1, 1, "does not say why"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\n", 1, 1, "no phrase"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nseverity=\"grave\"\nmatch=\"y\"\n", 5, 10, "high"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nunless=\"nowhere\"\nmatch=\"y\"\n", 5, 8, "no exception 'nowhere'; there are "),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nkinds=\"poem\"\nmatch=\"y\"\n", 5, 7, "no kind of post"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nlink=\"http://x\"\nmatch=\"y\"\n", 5, 6, "https://"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=[\"y\", \"[y\"]\n", 5, 16, "']' is missing"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=[\"y\", \"[y]\"]\n", 5, 13, "must be there"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=[\"{staff}\"]\n", 5, 8, "no list '{staff}'"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\nflag=\"z\"\n", 6, 6, "does not find"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\npass={text=\"y\", image=true}\n", 6, 6, "leave alone"),
        ("[[rule]]\nid=\"y\"\ntitle=\"Y\"\nwhy=\"W\"\nmatch=\"y\"\npass=[{text=\"z\", mood=\"\"}]\n", 6, 18, "an example has"),
    ] {
        let pack = format!("{bad}{good}");
        let told = problems(&pack);
        assert_eq!(told.len(), 1, "{bad}: {told:?}");
        assert_eq!((told[0].0, told[0].1), (line, column), "{bad}: {told:?}");
        assert!(told[0].2.contains(what), "{bad}: {told:?}");
        let mut checker = Checker::new(crate::built_in());
        checker.set_own_pack(Some(Arc::new(OwnPack::parse(&pack).0)));
        assert_eq!(found(&mut checker, "a zorbo"), ["zorbo"], "{bad}");
    }
    let twice = with_match("\"zorbo\"") + &with_match("\"blip\"");
    assert_eq!(problems(&twice), [(7, 6, "there is a rule 'x' already; give this one another id".to_owned())]);
}

#[test]
fn what_is_no_pack_is_told_in_one_sentence() {
    for (text, what) in [
        ("", "empty"),
        ("\u{FEFF}# only a comment\n\n", "empty"),
        ("Dear Sam,\nplease find our policy below.\n\nBest\n", "no pack"),
        ("<!doctype html>\n<p>Hello", "no pack"),
        ("\0\u{1}\u{2}[[[[", "no pack"),
        (&"zorbo ".repeat(LARGEST / 3), "more than 1 MB"),
        (&with_match("\"zorbo\"").repeat(LARGEST / 20), "more than 1 MB"),
    ] {
        let told = problems(text);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].2.contains(what), "{told:?}");
    }
}

#[test]
fn a_pack_may_be_only_what_is_always_fine() {
    let (pack, problems) = OwnPack::parse("always_fine = \"01632 960123\"");
    assert!(problems.is_empty() && pack.rules.is_empty());
    assert_eq!(pack.title, "Own rules");
}

#[test]
fn several_files_are_one_pack() {
    let first = "title = \"First\"\nmust-carry = \"hello\"\n".to_owned() + &with_match("\"zorbo\"");
    let second =
        "title = \"Second\"\nmust-carry = \"goodbye\"\n".to_owned() + &with_match("\"blip\"").replace("\"x\"", "\"y\"") + "flag = \"none\"\n";
    let (pack, problems) = OwnPack::parse_all(&[&first, &second, &first], &crate::built_in());
    let ids: Vec<&str> = pack.rules.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["own/must-carry", "own/x", "own/must-carry-too", "own/y", "own/must-carry-too-too"]);
    assert_eq!(problems.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!(pack.title, "First");
}

#[test]
fn large_files_of_anything_are_read_in_time() {
    let start = std::time::Instant::now();
    for (part, told) in [
        ("a = [", true),
        ("\"\"\"\n", true),
        ("[[rule]]\n", true),
        ("always-fine = [\"01234\", ", true),
        ("k$ = 1\n", true),
        ("always-fine = [ $ ]\n[[rule]]\nid = 'r$'\ntitle = 'T'\nwhy = 'W'\nmatch = ['zorb$ ...20 a']\n", true),
        ("[[rule]]\nid = 'r$'\ntitle = 'T'\nwhy = 'W'\nmatch = ['zorb~', '(a | b) ...20 c']\nunless-near = ['b ...20 $']\n", true),
    ] {
        let text: String = (0..LARGEST / (part.len() + 6)).map(|n| part.replace('$', &n.to_string())).collect();
        let (pack, problems) = OwnPack::parse(&text);
        assert_eq!(!problems.is_empty(), told, "{part}");
        let mut checker = Checker::new(crate::built_in());
        checker.set_own_pack(Some(Arc::new(pack)));
        checker.check(&"zorb a b c zorb5 ".repeat(180), &PostContext::default());
    }
    let list = format!("always-fine = [{}]", "\"01234\", ".repeat(LARGEST / 10));
    assert_eq!(OwnPack::parse(&list).1, []);
    assert!(start.elapsed().as_secs() < 8, "{:?}", start.elapsed());
}

#[test]
fn a_pack_of_gaps_and_choices_falls_silent_instead_of_slow() {
    let phrases: Vec<String> =
        (0..2000).map(|i| format!("\"the ...20 (a | the ...20 b) ...20 [c] ...20 zorb{i}x\", \"...20 the ...20 the ...20 end\"")).collect();
    let (pack, problems) = OwnPack::parse(&with_match(&phrases.join(",")));
    assert_eq!(problems, []);
    let mut checker = Checker::new(crate::built_in());
    checker.set_own_pack(Some(Arc::new(pack)));
    let start = std::time::Instant::now();
    checker.check(&"the cat and the dog and ".repeat(125), &PostContext::default());
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}
