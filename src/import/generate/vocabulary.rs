//! The words of an invented conversation: the function words of two languages, words that practise accents and
//! compounds, and a long tail of words made of syllables.

use super::random::{Random, Weighted};

/// How many words made of syllables each language has behind its frequent ones.
const TAIL: usize = 24_000;

const DUTCH: &str = "de en ik dat het is je een van in niet wat maar we ja die dus ook op er aan met zijn te voor dan \
    nou als zo hebben naar heb was of om hij ze heel nog bij wel kan uit zou moet al dit doen over meer mijn gaan \
    jij hun toch even omdat eigenlijk weet denk misschien iets daar gewoon want waar hier door deze soms samen gaat \
    goed nooit altijd zelf tussen echt beetje precies alleen onze ander jullie school student collega vraag gesprek \
    één coördinatie reünie samenwerking coëxistentie reële ideeën vóór hé praktijk werkplek begeleider opleiding \
    zoëven geïnteresseerd patiënt crème café überhaupt financiële begeleidingsgesprek perspectief grens 's 't zo'n \
    beoordelingsformulier werkplekbegeleider schoolopleider instituutsopleider samenwerkingsverband";

const ENGLISH: &str = "the and I that it is you a of in not what but we yes so to was they on for with this have there \
    be at or if he are do just know think like about really because when from one would can my your their our then \
    well more could some them were out how here who had been only time very also where maybe something always never \
    between together school student colleague question practice boundary naïve café résumé coöperate façade don't \
    it's that's we're teacher mentor perspective conversation workplace learning";

const ONSETS: [&str; 24] = [
    "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "st", "tr", "kl", "pr",
    "gr", "bl", "sl", "vr",
];

struct Sounds {
    vowels: &'static [&'static str],
    codas: &'static [&'static str],
    endings: &'static [&'static str],
}

const SOUNDS: [Sounds; 2] = [
    Sounds {
        vowels: &["a", "e", "i", "o", "u", "aa", "ee", "oo", "ie", "oe", "ui", "ij", "ei", "ou", "eu"],
        codas: &["", "", "", "n", "r", "l", "s", "t", "k", "m", "p", "cht", "ng", "rt", "nd"],
        endings: &["", "", "en", "en", "ing", "heid", "lijk", "er", "t", "je", "tie", "ën"],
    },
    Sounds {
        vowels: &["a", "e", "i", "o", "u", "ea", "ee", "oo", "ou", "ai", "oa"],
        codas: &["", "", "", "n", "r", "l", "s", "t", "ck", "m", "p", "ght", "ng", "nd", "sh"],
        endings: &["", "", "ed", "ing", "s", "er", "ly", "ness", "tion", "ment"],
    },
];

/// The words of both languages and how often each is drawn.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    languages: [Words; 2],
}

#[derive(Clone, Debug)]
struct Words {
    letters: String,
    /// Start and end of each word in `letters`, in bytes.
    places: Vec<(u32, u32)>,
    frequency: Weighted,
}

/// The language of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Dutch,
    English,
}

impl Language {
    /// The tag that stands in the front matter.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }
}

impl Vocabulary {
    /// The vocabulary of a study.
    pub fn new(seed: u64) -> Self {
        Self { languages: [Words::new(DUTCH, &SOUNDS[0], seed), Words::new(ENGLISH, &SOUNDS[1], !seed)] }
    }

    /// One word, frequent ones more often.
    pub fn word(&self, language: Language, random: &mut Random) -> &str {
        let words = &self.languages[language as usize];
        let (start, end) = words.places[words.frequency.draw(random)];
        &words.letters[start as usize..end as usize]
    }
}

impl Words {
    fn new(frequent: &str, sounds: &Sounds, seed: u64) -> Self {
        let mut random = Random::new(seed, u64::MAX);
        let (mut letters, mut places) = (String::new(), Vec::new());
        let mut keep = |word: &str| {
            let start = letters.len() as u32;
            letters.push_str(word);
            places.push((start, letters.len() as u32));
        };
        frequent.split_whitespace().for_each(&mut keep);
        for rank in 0..TAIL {
            // The rarer a word, the longer: compounds of up to five syllables.
            let syllables = 1 + random.below(2 + rank * 3 / TAIL);
            let mut word = String::new();
            for _ in 0..syllables {
                word.push_str(random.pick(&ONSETS));
                word.push_str(random.pick(sounds.vowels));
                word.push_str(random.pick(sounds.codas));
            }
            word.push_str(random.pick(sounds.endings));
            keep(&word);
        }
        let frequency = Weighted::falling(places.len(), 2.7, 1.1);
        Self { letters, places, frequency }
    }
}
