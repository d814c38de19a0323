//! `kantlijn codebook set` and `merge`: changing codes from the command line.

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output;
use crate::cli::recode::{carry_out, say};
use crate::cli::words::counted;
use crate::model::Code;
use crate::model::codebook::Note;
use crate::model::codebook_edit::{add, change, merge, move_codes, parent_id, remove};
use crate::model::edit::{self, Plan};
use crate::model::localized::Localized;
use crate::model::study::Study;

const AFTER: &str = "\
Words are in the main language of the study unless they begin with another one: --name en=Boundary. Empty words take a \
value away. The id of a code never changes. What is in the file besides, comments and order, stays.";

#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
/// Change a code: what is given changes, the rest stays; --new makes it
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct SetArguments {
    /// The code's id
    #[arg(value_name = "CODE")]
    code: String,

    /// Make the code
    #[arg(long)]
    new: bool,

    /// Its name; several languages are several of these
    #[arg(long, value_name = "[LANGUAGE=]WORDS")]
    name: Vec<String>,

    /// Its definition
    #[arg(long, value_name = "[LANGUAGE=]WORDS")]
    definition: Vec<String>,

    /// When to use it; all lines anew, one a time
    #[arg(long, value_name = "[LANGUAGE=]WORDS")]
    include: Vec<String>,

    /// When not to use it; all lines anew
    #[arg(long, value_name = "[LANGUAGE=]WORDS")]
    exclude: Vec<String>,

    /// One more example
    #[arg(long, value_name = "[LANGUAGE=]WORDS")]
    example: Vec<String>,

    /// Its colour
    #[arg(long, value_name = "#RRGGBB")]
    color: Option<String>,

    /// Its mnemonic
    #[arg(long, value_name = "LETTERS")]
    key: Option<String>,

    /// The code above it; empty for none
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,

    /// The family it belongs to; codes below it come along
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// A group it is in; all of them anew, an empty one for none
    #[arg(long, value_name = "GROUP")]
    group: Vec<String>,

    /// It takes no new codings
    #[arg(long, conflicts_with = "in_use")]
    retire: bool,

    /// It takes new codings again; where it was merged, its codings come back to it
    #[arg(long)]
    in_use: bool,

    /// Take it out of its file: for codes that nobody used
    #[arg(long, conflicts_with_all = ["new", "retire", "in_use"])]
    remove: bool,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,
}

/// Merge a code into another: it is retired, its codings of all coders belong to the other, and one undo brings it back
#[derive(Args, Debug)]
pub struct MergeArguments {
    /// The code that goes
    #[arg(value_name = "CODE")]
    from: String,

    /// The code that its codings belong to
    #[arg(value_name = "HEIR")]
    into: String,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Say what would follow, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Changes, makes or removes a code.
pub fn set(context: &Context, arguments: &SetArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let plan = plan(&open.study, arguments)?;
    if plan.is_empty() {
        say("nothing changes")?;
        return Ok(Ending::Done);
    }
    let redefined = redefined(&open.study, arguments);
    carry_out(&mut open, plan, arguments.why.as_deref(), false)?;
    if redefined > 0 {
        let codings = counted(redefined, "coding");
        output::say(&format!(
            "{codings} were made under an earlier definition; `kantlijn codebook outdated` lists them"
        ));
    }
    say(&format!("{} {}", arguments.code, if arguments.new { "made" } else { "changed" }))?;
    Ok(Ending::Done)
}

/// How many codings a new definition leaves behind.
fn redefined(study: &Study, arguments: &SetArguments) -> usize {
    let words = [&arguments.definition, &arguments.include, &arguments.exclude];
    let code = study.codebook.by_id(&arguments.code).filter(|_| words.iter().any(|words| !words.is_empty()));
    code.map_or(0, |code| study.codings_with(Some(code.key)).len())
}

fn plan(study: &Study, arguments: &SetArguments) -> Result<Plan> {
    if arguments.remove {
        return Ok(remove(study, edit::find_code(study, &arguments.code)?)?);
    }
    let known = if arguments.new { None } else { Some(edit::find_code(study, &arguments.code)?) };
    let mut after = known.cloned().unwrap_or_else(|| Code::new(&arguments.code));
    let language = study.config.language();
    to_words(&mut after.name, &arguments.name, language);
    to_words(&mut after.definition, &arguments.definition, language);
    to_notes(&mut after.include, &arguments.include, language);
    to_notes(&mut after.exclude, &arguments.exclude, language);
    after.examples.extend(arguments.example.iter().map(|words| one(words, language)));
    if let Some(color) = &arguments.color {
        let parsed = crate::model::codebook::parse_color(color);
        if parsed.is_none() && !color.is_empty() {
            bail!("`{color}` is no colour; write it as #rrggbb");
        }
        after.color = parsed;
    }
    if let Some(key) = &arguments.key {
        after.mnemonic = Some(key.clone()).filter(|key| !key.is_empty());
    }
    if !arguments.group.is_empty() {
        after.groups = arguments.group.iter().filter(|group| !group.is_empty()).cloned().collect();
    }
    if arguments.retire {
        after.retired = true;
    }
    if arguments.in_use {
        (after.retired, after.heir) = (false, None);
    }
    let parent = match arguments.parent.as_deref() {
        Some("") => None,
        Some(parent) => Some(parent),
        None => known.and_then(|code| parent_id(study, code)),
    };
    let Some(code) = known else {
        let above = parent.and_then(|parent| study.codebook.by_id(parent));
        let of_parent = above.map(|above| study.codebook.family(above).id.clone());
        let family = arguments.family.clone().or(of_parent);
        let family =
            family.ok_or_else(|| anyhow!("say the --family of the new code, or the --parent above it"))?;
        return Ok(add(study, &family, &after, parent, None)?);
    };
    let plan = change(study, &after, parent)?;
    match &arguments.family {
        Some(family) if *family != study.codebook.family(code).id => {
            if study.codebook.family_by_id(family).is_none() {
                bail!("`{family}` is no family; `kantlijn codebook` lists them");
            }
            let above = parent.and_then(|parent| study.codebook.by_id(parent));
            let above = above.filter(|above| study.codebook.family(above).id == *family);
            Ok(plan.and(move_codes(study, &[code.key], above, family)?))
        }
        _ => Ok(plan),
    }
}

fn to_words(words: &mut Localized, given: &[String], main: &str) {
    for given in given {
        let (language, text) = split(given, main);
        // A name that is only the id goes when there are words.
        if words.iter().all(|(language, _)| language.is_empty()) {
            *words = Localized::default();
        }
        words.set(language, text);
    }
}

fn to_notes(notes: &mut Vec<Note>, given: &[String], main: &str) {
    if !given.is_empty() {
        let kept = given.iter().filter(|given| !split(given, main).1.is_empty());
        *notes = kept.map(|given| Note { text: one(given, main), not: None }).collect();
    }
}

fn one(given: &str, main: &str) -> Localized {
    let (language, text) = split(given, main);
    Localized::one(language, text)
}

/// The language and the words; two or three letters and `=` name another language than the main one.
fn split<'a>(given: &'a str, main: &'a str) -> (&'a str, &'a str) {
    match given.split_once('=') {
        Some((language, text))
            if (2..=3).contains(&language.len())
                && language.bytes().all(|byte| byte.is_ascii_lowercase()) =>
        {
            (language, text)
        }
        _ => (main, given),
    }
}

/// Merges.
pub fn merge_codes(context: &Context, arguments: &MergeArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let from = edit::find_code(&open.study, &arguments.from)?;
    let into = edit::find_code(&open.study, &arguments.into)?;
    let (plan, merging) = merge(&open.study, coder, from, into)?;
    carry_out(&mut open, plan, arguments.why.as_deref(), arguments.dry_run)?;
    let (from, into) = (&arguments.from, &arguments.into);
    let mut said = Vec::new();
    if merging.twice > 0 {
        let passages = counted(merging.twice, "passage");
        said.push(format!(
            "{passages} had both codes and have `{into}` twice now; `kantlijn join {into}` makes one of them"
        ));
    }
    if merging.facets > 0 {
        let codings = counted(merging.facets, "coding");
        said.push(format!("{codings} keep values of facets that the family of `{into}` does not have"));
    }
    if merging.below > 0 {
        said.push(format!("{} stay below `{from}`", counted(merging.below, "code")));
    }
    for words in said {
        output::say(&words);
    }
    let would = if arguments.dry_run { "would belong" } else { "belong" };
    say(&format!(
        "{} of `{from}` {would} to `{into}` now, {} of them by others",
        counted(merging.codings, "coding"),
        merging.others
    ))?;
    Ok(Ending::Done)
}
