//! Tiers: layers of one recording side by side, of which a transcript takes some. ELAN and Praat have them.

use super::ImportError;
use super::transcript::Utterance;

/// Between words that touch, in milliseconds.
pub(super) const TOUCH: u64 = 10;

/// One tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tier {
    pub name: String,
    /// The tier that it hangs below.
    pub below: Option<String>,
    pub utterances: Vec<Utterance>,
    /// True when it marks moments instead of stretches.
    pub points: bool,
}

impl Tier {
    /// True for words or sounds one by one, each where the one before ends: they say again what another tier says. Somebody
    /// who says no more than "yes" has silences in between.
    pub fn single_words(&self) -> bool {
        let touches = |pair: &&[Utterance]| {
            pair[0].end.zip(pair[1].start).is_some_and(|(end, start)| start.abs_diff(end) <= TOUCH)
        };
        let touching = self.utterances.windows(2).filter(touches).count();
        self.utterances.len() >= 3
            && touching * 4 > (self.utterances.len() - 1) * 3
            && !self.utterances.iter().any(Tier::is_longer)
    }

    fn is_longer(said: &Utterance) -> bool {
        said.text.contains(char::is_whitespace)
    }

    /// Bytes in an utterance, on average, times ten; 0 for a tier of moments.
    fn length(&self) -> usize {
        if self.points {
            return 0;
        }
        let bytes: usize = self.utterances.iter().map(|said| said.text.len()).sum();
        bytes * 10 / self.utterances.len().max(1)
    }

    fn said(&self) -> String {
        format!("`{}` ({})", self.name, self.utterances.len())
    }
}

/// Tiers that are taken, and what should be said of the others.
#[derive(Debug)]
pub(super) struct Chosen<'t> {
    pub taken: Vec<&'t Tier>,
    pub notes: Vec<String>,
}

/// The tiers of these names; without names, those at the top that hold words. Where `flat` says that no tier hangs below
/// another, a tier of moments or of single words is left out if another one holds utterances. `program` is whose file it is.
///
/// # Errors
/// [`ImportError::Choose`] for a name that no tier has.
pub(super) fn choose<'t>(
    tiers: &'t [Tier],
    wanted: &[String],
    flat: bool,
    program: &str,
) -> Result<Chosen<'t>, ImportError> {
    if let Some(missing) = wanted.iter().find(|name| !tiers.iter().any(|tier| tier.name == **name)) {
        return Err(ImportError::Choose {
            what: format!("there is no tier `{missing}` in it"),
            option: "--tiers",
            choices: tiers.iter().map(Tier::said).collect(),
        });
    }
    let holds = |tier: &&Tier| !tier.utterances.is_empty();
    let taken: Vec<&Tier> = if wanted.is_empty() {
        let top: Vec<&Tier> = tiers.iter().filter(|tier| tier.below.is_none() && holds(tier)).collect();
        let longer = top.iter().any(|tier| !tier.points && tier.utterances.iter().any(Tier::is_longer));
        match (flat, longer) {
            (false, _) => top,
            (true, true) => top.into_iter().filter(|tier| !tier.points && !tier.single_words()).collect(),
            // All of them are words or sounds: the longest ones are the words.
            (true, false) => {
                let most = top.iter().map(|tier| tier.length()).max().unwrap_or(0);
                top.into_iter().filter(|tier| most == 0 || tier.length() * 2 > most).collect()
            }
        }
    } else {
        tiers.iter().filter(|tier| wanted.contains(&tier.name)).collect()
    };
    let mut notes = Vec::new();
    let list = |tiers: &[&Tier]| tiers.iter().map(|tier| tier.said()).collect::<Vec<_>>().join(", ");
    let left: Vec<&Tier> = tiers
        .iter()
        .filter(|tier| holds(tier) && !taken.iter().any(|one| std::ptr::eq(*one, *tier)))
        .collect();
    if !left.is_empty() {
        notes.push(format!(
            "of the tiers of {program} {} are taken; left out are {}: choose others with --tiers",
            list(&taken),
            list(&left)
        ));
    }
    Ok(Chosen { taken, notes })
}

/// Utterances in the order in which they begin; those without a time stay behind the one before.
pub(super) fn in_order(utterances: impl Iterator<Item = Utterance>) -> Vec<Utterance> {
    let mut before = 0;
    let timed = utterances.map(|said| {
        before = said.start.or(said.end).unwrap_or(before);
        (before, said)
    });
    let mut timed: Vec<(u64, Utterance)> = timed.collect();
    timed.sort_by_key(|(start, _)| *start);
    timed.into_iter().map(|(_, said)| said).collect()
}

/// Words with their lines, without blanks around each and without blank lines.
pub(super) fn paragraphs(words: &str) -> String {
    let lines = words.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
