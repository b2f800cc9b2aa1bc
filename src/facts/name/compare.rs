//! Whether two entities of two documents can mean the same one.

use super::{Entity, entities::initials};
use crate::lexicon::{FUNCTION_WORDS, LEGAL_FORMS, ORGANISATION_WORDS};

/// How two entities of two documents are related by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameName {
    /// The same name, or a short form, acronym or other typography of it.
    Same,
    /// The same but for spelling: "Beatrix", "Beatrice".
    Spelling,
    /// The same last name with another first name of the same initial: "Sofia Arendt", "Sonja Arendt".
    FirstName,
    /// The same acronym, but one names a branch that the other leaves out.
    Qualifier,
    /// Other names.
    Different,
}

/// Jaro-Winkler similarity of two spellings of one word; "Beatrix" / "Beatrice" has .921.
const SAME_SPELLING: f64 = 0.92;
/// A word must be this long, in letters, to be compared by spelling: short names differ by one letter.
const SPELLING_LETTERS: usize = 5;

impl Entity {
    /// Whether the two can mean the same one.
    #[must_use]
    pub fn compare(&self, other: &Self) -> SameName {
        if self.is_one_country(other) {
            return SameName::Same;
        }
        let mut best = SameName::Different;
        // Two names with the same initials are two ("Anna Paula Kerr", "Adam Peter Klein") unless one is given by these letters.
        let by_letters =
            |letters: &Letters| self.acronym.is_some() || other.acronym.is_some() || letters.whole.contains(PARTNERS);
        for a in self.letters.iter().filter(|letters| by_letters(letters)) {
            for b in &other.letters {
                if a.whole == b.whole {
                    return SameName::Same;
                }
                if a.bare == b.bare || a.bare == b.whole || a.whole == b.bare {
                    best = SameName::Qualifier;
                }
            }
        }
        if best == SameName::Qualifier {
            return best;
        }
        for a in self.full_forms() {
            for b in other.full_forms() {
                if same_form(a, b) {
                    return SameName::Same;
                }
                if same_spelling(a, b) {
                    best = SameName::Spelling;
                } else if best == SameName::Different && other_first_name(a, b) {
                    best = SameName::FirstName;
                }
            }
        }
        best
    }
}

impl Entity {
    /// Whether the two are names of one country: "UK", "Britain".
    #[must_use]
    pub fn is_one_country(&self, other: &Self) -> bool {
        self.country.is_some() && self.country == other.country
    }
}

impl Entity {
    /// Its forms of several words; of an entity that has none, all. Two people may share a last name, which the text then
    /// gives alone: only their full names tell them apart.
    fn full_forms(&self) -> impl Iterator<Item = &Vec<String>> {
        let has_long = self.forms.iter().any(|form| form.len() > 1);
        self.forms.iter().filter(move |form| !has_long || form.len() > 1)
    }
}

impl Entity {
    /// Whether one of the two is written as the initials of the other somewhere, small words of it left out or not: "BA" and
    /// "British Airways", "U.S." and "United States". Two letters are shared too easily to tell it of names far apart; it holds
    /// for names that stand in one place of a sentence.
    #[must_use]
    pub fn abbreviates(&self, other: &Self) -> bool {
        let short = |one: &Self, long: &Self| {
            let words =
                one.forms.iter().filter_map(|form| if let [word] = form.as_slice() { Some(word) } else { None });
            words.into_iter().any(|word| long.forms.iter().any(|form| is_initials(word, form)))
        };
        short(self, other) || short(other, self) || self.shortens_first(other) || other.shortens_first(self)
    }

    /// "EC Commission" for "European Commission": its first word in capitals, the others the same.
    fn shortens_first(&self, other: &Self) -> bool {
        let (Some((short, tail)), Some((long, same))) =
            (self.canonical.split_once(' '), other.canonical.split_once(' '))
        else {
            return false;
        };
        (2..=3).contains(&short.len())
            && short.bytes().all(|byte| byte.is_ascii_uppercase())
            && long.len() > short.len()
            && long.starts_with(&short[..1])
            && tail == same
    }

    /// Whether the two differ in their legal form only: "Ruda Mills Inc", "Ruda Mills Corp".
    #[must_use]
    pub fn is_other_legal_form(&self, other: &Self) -> bool {
        let [one, two] = [self, other].map(|entity| entity.forms.first().map(|form| without_legal_form(form)));
        one.is_some_and(|form| !form.is_empty()) && one == two
    }
}

impl Entity {
    /// Whether one letter makes the difference between two names of one word, which stand in one place: "Ridgefield",
    /// "Reidgefield". Of names far apart that would prove little.
    #[must_use]
    pub fn one_letter_off(&self, other: &Self) -> bool {
        let words = |one: &Self| -> Vec<String> {
            one.full_forms().filter(|form| form.len() == 1).flatten().cloned().collect()
        };
        let long = |word: &String| word.chars().count() >= SPELLING_LETTERS;
        let (a, b) = (words(self), words(other));
        a.iter().filter(|x| long(x)).any(|x| b.iter().any(|y| long(y) && alike(x, y, true)))
    }
}

/// Whether a word is the initials of a form of several words.
fn is_initials(word: &str, form: &[String]) -> bool {
    let letters = || word.chars().filter(|character| character.is_alphanumeric());
    let spells = |form: &[String]| {
        let all = form.iter().flat_map(|word| initials(word));
        let large = form.iter().filter(|word| !FUNCTION_WORDS.contains(word.as_str())).flat_map(|word| initials(word));
        form.len() > 1 && (letters().eq(all) || letters().eq(large))
    };
    letters().nth(1).is_some() && (spells(form) || spells(without_legal_form(form)))
}

/// The name of a company without "Inc" and its like: "Ruda Boat Works AG" is the RBW.
fn without_legal_form(form: &[String]) -> &[String] {
    let legal = form.iter().rev().take_while(|word| LEGAL_FORMS.contains(word.as_str())).count();
    &form[..form.len() - legal]
}

/// Letters that an entity can be known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// Without those of a branch: "rwp" for "RWP (N)".
    bare: String,
    /// With them: "rwpn".
    whole: String,
}

/// The letters that an entity can be known by: its acronym, or, of one that has none, the initials of its long forms (three
/// letters at least: two are shared too easily).
pub(super) fn letters(entity: &Entity) -> Vec<Letters> {
    if let Some(acronym) = &entity.acronym {
        let branch = entity.qualifier.as_deref().unwrap_or("");
        return vec![Letters { bare: acronym.clone(), whole: format!("{acronym}{branch}") }];
    }
    let long = entity.forms.iter().filter(|form| form.len() >= 3);
    let long = long.map(|form| without_legal_form(form)).filter(|form| form.len() >= 3);
    let all = |form: &[String]| form.iter().flat_map(|word| initials(word)).collect::<String>();
    let initials = long.flat_map(|form| [Some(all(form)), of_partners(form)]).flatten();
    initials.map(|letters| Letters { bare: letters.clone(), whole: letters }).collect()
}

/// What stands between the letters of two partners.
const PARTNERS: char = '&';

/// "s&p" for "Standard & Poor's 500 Index": the initials of two partners, without what kind of body they make.
fn of_partners(form: &[String]) -> Option<String> {
    let kind = |word: &str| ORGANISATION_WORDS.contains(word) || word.bytes().all(|byte| byte.is_ascii_digit());
    let partners: Vec<&String> = form.iter().filter(|word| !kind(word)).collect();
    let [first, second] = partners.as_slice() else { return None };
    Some(initials(first).take(1).chain([PARTNERS]).chain(initials(second).take(1)).collect())
}

/// The bytes of a word without apostrophes and hyphens.
fn bare(word: &str) -> impl Iterator<Item = u8> + '_ {
    word.bytes().filter(|byte| !matches!(byte, b'\'' | b'-'))
}

/// Equal words, however they are set apart ("Hong Kong Bank", "Hongkong Bank"), or the words of one at the end or start of the
/// other ("Kerr", "Anna Kerr").
fn same_form(a: &[String], b: &[String]) -> bool {
    if a.iter().flat_map(|word| bare(word)).eq(b.iter().flat_map(|word| bare(word))) {
        return !a.is_empty();
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    // "The Index" is any of them.
    let of_a_kind = short.len() == 1 && long.len() > 1 && ORGANISATION_WORDS.contains(short[0].as_str());
    if short.is_empty() || of_a_kind {
        return false;
    }
    let equal = |x: &str, y: &str| x == y || derived(x, y) || bare(x).eq(bare(y));
    let tail = long[long.len() - short.len()..].iter().zip(short).all(|(x, y)| equal(x, y));
    // "Anna Kerr of Ruda" is Kerr.
    let of = long.iter().position(|word| word == "of").filter(|&of| of > 1);
    if tail || of.is_some_and(|of| !short.iter().any(|word| word == "of") && same_form(short, &long[..of])) {
        return true;
    }
    // A first word alone ("Ruda") is not the longer name ("Ruda Workers Party").
    short.len() > 1 && long.iter().zip(short).all(|(x, y)| equal(x, y))
}

/// Endings that make the word for a people from the name of its country.
const PEOPLE_ENDINGS: [&str; 8] = ["i", "n", "an", "ian", "ese", "ish", "s", "er"];

/// Whether one word is the other with an ending for its people: "Karvia", "Karvian".
fn derived(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() > 3 && long.strip_prefix(short).is_some_and(|ending| PEOPLE_ENDINGS.contains(&ending))
}

fn other_first_name(a: &[String], b: &[String]) -> bool {
    let initial = |name: &[String]| name[0].chars().next();
    a.len() == 2 && b.len() == 2 && a[1] == b[1] && a[0] != b[0] && initial(a) == initial(b)
}

/// All words equal but one, and that one nearly: "Anton Brezik", "Anton Bresik". Where one name has more words, at its start
/// ("Police Anton Brezik") or its end ("Anton Brezik Olmo"), one letter makes the difference: "City Councilman Brezik" is not
/// the "City Council".
fn same_spelling(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == long.len() {
        let other = || only_other(short, long).is_some_and(|(x, y)| alike(x, y, short.len() > 1));
        return same_sounds(short, long) || other() || short_first_name(a, b) || same_letters_nearly(short, long);
    }
    let parts = [&long[..short.len()], &long[long.len() - short.len()..]];
    short.len() > 1 && parts.into_iter().filter_map(|part| only_other(short, part)).any(|(x, y)| one_letter(x, y))
}

/// Whether the first word of one full name is that of the other, cut short: "Sam Kerr", "Samuel Kerr".
fn short_first_name(a: &[String], b: &[String]) -> bool {
    let cut = |long: &str, short: &str| short.chars().nth(1).is_some() && long.starts_with(short);
    a.len() > 1 && a.len() == b.len() && a[1..] == b[1..] && (cut(&a[0], &b[0]) || cut(&b[0], &a[0]))
}

/// Words of several parts of a name that differ must be so long, and differ in so few letters.
const PART_LETTERS: usize = 5;
const PART_EDITS: usize = 2;

/// Whether several words of two full names are spelled otherwise, each with the same consonants: "Soulaima Kouranda",
/// "Sulaima Kuranda". Of two people the first letters, consonants and most vowels seldom agree in both names.
fn same_letters_nearly(a: &[String], b: &[String]) -> bool {
    let long = |word: &str| word.chars().count() >= PART_LETTERS;
    let near =
        |x: &str, y: &str| long(x) && long(y) && same_consonants(x, y) && strsim::levenshtein(x, y) <= PART_EDITS;
    a.len() > 1 && a.iter().zip(b).all(|(x, y)| x == y || near(x, y))
}

/// Letters of a name alone that must sound the same: short names do by chance.
const SOUND_LETTERS: usize = 6;

/// Whether all words of two names are the same or one name of another script in two spellings: "Yohan Kadirova", "Johan
/// Qadyrova".
fn same_sounds(a: &[String], b: &[String]) -> bool {
    let long = |word: &str| word.chars().count() >= if a.len() > 1 { SPELLING_LETTERS - 1 } else { SOUND_LETTERS };
    a.iter().zip(b).all(|(x, y)| x == y || long(x) && long(y) && sounds(x) == sounds(y))
}

/// A word without what spellings of one name in Latin letters differ in: "j", "y" or "i", "c", "q" or "k", "w" or "v", "ph" or "f",
/// an "h" behind a consonant, a letter doubled or not.
fn sounds(word: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(word.len());
    for letter in word.chars().filter(|letter| letter.is_alphanumeric()) {
        match (letter, out.last()) {
            ('h', Some('p')) => {
                out.pop();
                out.push('f');
            }
            ('h', Some(last)) if !"aeiou".contains(*last) => {}
            _ => out.push(match letter {
                'j' | 'y' => 'i',
                'c' | 'q' => 'k',
                'w' => 'v',
                other => other,
            }),
        }
    }
    out.dedup();
    out
}

/// The words in which two names of as many words differ, where it is one of each.
fn only_other<'a>(a: &'a [String], b: &'a [String]) -> Option<(&'a str, &'a str)> {
    let mut other = a.iter().zip(b).filter(|(x, y)| x != y);
    let (x, y) = other.next()?;
    other.next().is_none().then_some((x, y))
}

/// Whether two words are one name in two spellings. `supported` tells that the rest of the name is the same: then one
/// letter may differ in a short word, too; a word alone must be long, as short names differ by one letter.
fn alike(a: &str, b: &str, supported: bool) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let close = letters >= SPELLING_LETTERS && strsim::jaro_winkler(a, b) >= SAME_SPELLING;
    may_be_spellings(a, b) && close || supported && (one_letter(a, b) || same_consonants(a, b) || two_letters(a, b))
}

/// Whether two letters make the difference between two long words: "Dorngaard", "Dorngaert".
fn two_letters(a: &str, b: &str) -> bool {
    differ_by(a, b, 2, 7)
}

/// Whether two words have the same consonants, doubled or not: what one writer makes "Yousuf" of a name in another script,
/// another makes "Yusuf".
fn same_consonants(a: &str, b: &str) -> bool {
    let consonants = |word: &str| {
        let mut all: Vec<char> =
            word.chars().filter(|letter| letter.is_alphabetic() && !"aeiou".contains(*letter)).collect();
        all.dedup();
        all
    };
    may_be_spellings(a, b) && consonants(a).len() > 1 && consonants(a) == consonants(b)
}

/// Whether one letter makes the difference between two words.
fn one_letter(a: &str, b: &str) -> bool {
    differ_by(a, b, 1, 3)
}

/// Whether two words of `least` letters and more, which may be spellings of one, differ by `most` letters or fewer.
fn differ_by(a: &str, b: &str, most: usize, least: usize) -> bool {
    may_be_spellings(a, b) && a.chars().count().min(b.chars().count()) >= least && strsim::levenshtein(a, b) <= most
}

/// Whether two words begin alike, are no numbers, and neither is the other with an ending: "Richards" is not "Richardson".
fn may_be_spellings(a: &str, b: &str) -> bool {
    let digits = |word: &str| word.chars().any(|character| character.is_ascii_digit());
    let ends = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|ending| ending.chars().nth(1).is_some());
    a.chars().next() == b.chars().next() && !digits(a) && !digits(b) && !ends(a, b) && !ends(b, a)
}
