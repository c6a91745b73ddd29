//! The inflections of an English word, for `word~` in patterns.

/// Verbs and nouns whose forms no rule of spelling gives. The first is the plain form.
const IRREGULAR: &[&str] = &[
    "be is are was were been being am",
    "have has had having",
    "do does did done doing",
    "go goes went gone going",
    "get gets got gotten getting",
    "take takes took taken taking",
    "come comes came coming",
    "see sees saw seen seeing",
    "feel feels felt feeling",
    "send sends sent sending",
    "sleep sleeps slept sleeping",
    "leave leaves left leaving",
    "lose loses lost losing",
    "bring brings brought bringing",
    "tell tells told telling",
    "keep keeps kept keeping",
    "buy buys bought buying",
    "sell sells sold selling",
    "give gives gave given giving",
    "make makes made making",
    "know knows knew known knowing",
    "write writes wrote written writing",
    "throw throws threw thrown throwing",
    "break breaks broke broken breaking",
    "shake shakes shook shaken shaking",
    "stand stands stood standing",
    "swear swears swore sworn swearing",
    "speak speaks spoke spoken speaking",
    "find finds found finding",
    "put puts putting",
    "cut cuts cutting",
    "let lets letting",
    "shut shuts shutting",
    "hit hits hitting",
    "hurt hurts hurting",
    "think thinks thought thinking",
    "say says said saying",
    "pay pays paid paying",
    "win wins won winning",
    "meet meets met meeting",
    "hold holds held holding",
    "wear wears wore worn wearing",
    "grow grows grew grown growing",
    "feed feeds fed feeding",
    "teach teaches taught teaching",
    "catch catches caught catching",
    "fall falls fell fallen falling",
    "run runs ran running",
    "sit sits sat sitting",
    "rid rids ridding",
    "fight fights fought fighting",
    "forget forgets forgot forgotten forgetting",
    "eat eats ate eaten eating",
    "drive drives drove driven driving",
    "ride rides rode ridden riding",
    "rise rises rose risen rising",
    "hide hides hid hidden hiding",
    "choose chooses chose chosen choosing",
    "lead leads led leading",
    "read reads reading",
    "spend spends spent spending",
    "build builds built building",
    "lie lies lay lain lying lied",
    "lay lays laid laying",
    "steal steals stole stolen stealing",
    "stick sticks stuck sticking",
    "sting stings stung stinging",
    "swing swings swung swinging",
    "hang hangs hung hanging hanged",
    "dig digs dug digging",
    "begin begins began begun beginning",
    "drink drinks drank drunk drinking",
    "ring rings rang rung ringing",
    "sing sings sang sung singing",
    "swim swims swam swum swimming",
    "shrink shrinks shrank shrunk shrinking",
    "wake wakes woke woken waking",
    "bite bites bit bitten biting",
    "blow blows blew blown blowing",
    "draw draws drew drawn drawing",
    "fly flies flew flown flying",
    "show shows showed shown showing",
    "shoot shoots shot shooting",
    "bend bends bent bending",
    "lend lends lent lending",
    "deal deals dealt dealing",
    "mean means meant meaning",
    "hear hears heard hearing",
    "bleed bleeds bled bleeding",
    "breed breeds bred breeding",
    "set sets setting",
    "quit quits quitting",
    "split splits splitting",
    "spread spreads spreading",
    "cost costs costing",
    "burst bursts bursting",
    "man men mans",
    "woman women womans",
    "child children childs",
    "foot feet",
    "tooth teeth",
    "person people persons",
    "wife wives",
    "life lives",
    "knife knives",
    "half halves",
    "mouse mice",
    "lady ladies ladys",
    "bad worse worst",
    "good better best",
    "seek seeks sought seeking",
    "undo undoes undid undone undoing",
    "undergo undergoes underwent undergone undergoing",
    "withdraw withdraws withdrew withdrawn withdrawing",
    "overcome overcomes overcame overcoming",
    "become becomes became becoming",
    "understand understands understood understanding",
    "tear tears tore torn tearing",
    "die dies died dying",
    "tie ties tied tying",
    "weep weeps wept weeping",
    "creep creeps crept creeping",
    "sweep sweeps swept sweeping",
    "sink sinks sank sunk sinking",
    "strike strikes struck striking",
    "bind binds bound binding",
    "wind winds wound winding",
    "grind grinds ground grinding",
    "shed sheds shedding",
    "bet bets betting",
    "slide slides slid sliding",
    "prove proves proved proven proving",
];

/// The word and its inflections, plain form first. Forms that English does not have may be among them: nobody writes those.
pub fn inflections(word: &str) -> Vec<String> {
    if let Some(forms) = IRREGULAR.iter().find(|forms| forms.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))) {
        return forms.split(' ').map(str::to_owned).collect();
    }
    let mut forms = vec![word.to_owned()];
    let b = word.as_bytes();
    let n = b.len();
    let vowel = |i: usize| matches!(b[i], b'a' | b'e' | b'i' | b'o' | b'u');
    if n < 2 || !word.is_ascii() {
        add(&mut forms, &[word, "s"]);
        return forms;
    }
    if b[n - 1] == b'e' {
        let stem = &word[..n - 1];
        add(&mut forms, &[word, "s"]);
        add(&mut forms, &[word, "d"]);
        add(&mut forms, &[if word.ends_with("ee") || word.ends_with("oe") || word.ends_with("ye") { word } else { stem }, "ing"]);
        add(&mut forms, &[word, "r"]);
        add(&mut forms, &[word, "rs"]);
    } else if b[n - 1] == b'y' && !vowel(n - 2) {
        let stem = &word[..n - 1];
        for end in ["ies", "ied", "ier", "iest"] {
            add(&mut forms, &[stem, end]);
        }
        add(&mut forms, &[word, "ing"]);
        add(&mut forms, &[word, "s"]);
    } else {
        let sibilant = ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end));
        add(&mut forms, &[word, if sibilant || b[n - 1] == b'o' { "es" } else { "s" }]);
        if b[n - 1] == b'o' {
            add(&mut forms, &[word, "s"]);
        }
        let doubles = n >= 3 && !vowel(n - 1) && vowel(n - 2) && !vowel(n - 3) && !matches!(b[n - 1], b'w' | b'x' | b'y');
        let short = n <= 4 || b[n - 1] == b'l' || b[n - 1] == b'p' || b[n - 1] == b't';
        if doubles && short {
            let last = &word[n - 1..];
            for end in ["ed", "ing", "er", "ers"] {
                add(&mut forms, &[word, last, end]);
            }
        }
        for end in ["ed", "ing", "er", "ers"] {
            add(&mut forms, &[word, end]);
        }
    }
    forms
}

#[inline(never)]
fn add(forms: &mut Vec<String>, parts: &[&str]) {
    let form = parts.concat();
    if !forms.contains(&form) {
        forms.push(form);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_forms() {
        for (word, form) in [
            ("cure", "curing"),
            ("baby", "babies"),
            ("fix", "fixes"),
            ("stop", "stopping"),
            ("treat", "treated"),
            ("take", "took"),
            ("lady", "ladies"),
            ("heal", "healed"),
        ] {
            assert!(inflections(word).iter().any(|f| f == form), "{word} -> {form}");
        }
    }
}
