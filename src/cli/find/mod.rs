//! `kantlijn find`: passages and turns by the query language.

mod codings;
mod spoken;
mod turns;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::index::{Found, Gives, Marks, Query};

use super::Ending;
use super::asking::{Asking, say_what_is_missing, shown};
use super::context::{Context, load_codings};
use super::output::{self, Output};

const AFTER: &str = "\
Ask for:
  samen leren   turns with both words; \"samen leren\" the phrase, \"taal doelen\"~3 near each other
  grens*        words that begin so; *werk* that hold it; mentor~1 one letter off; /regex/ on the exact text
  code:ID       a code or one below it; code:=ID that code alone; code:* any code; mark: passages without one
  A overlaps B  also within, encloses, meets, near/2, before/2, after/2 (in turns): codings of the left that stand so
  speaker:NAME  role:NAME  coder:NAME  doc:ID  ATTRIBUTE:VALUE  ATTRIBUTE:FROM..TO  FACET:VALUE  memo:WORDS
Side by side, all must hold for the turn, or in:sentence (…), in:document (…); OR, NOT and ( ) work as they read, @NAME is a
saved query. Values with blanks stand between \"quotation marks\". docs/query.md says it all.

Example: kantlijn find 'code:reflectie cyclus:2..3 NOT coder:bram' --context 1";

/// Find passages and turns by a query
#[expect(clippy::struct_excessive_bools, reason = "one a flag")]
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What to find, such as code:ID or words of the text
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    /// Tell programs, as a JSON array: of a coding what `export jsonl` tells, with the document's title
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Tell spreadsheets, as CSV with a head
    #[arg(long)]
    csv: bool,

    /// Print only how many there are
    #[arg(long, conflicts_with_all = ["json", "csv", "context"])]
    count: bool,

    /// With the whole turns of the passage, and N turns before and after
    #[arg(long, value_name = "N", conflicts_with = "csv")]
    context: Option<usize>,

    /// Give the turns, also where the question is about codings
    #[arg(long, conflicts_with = "codings")]
    turns: bool,

    /// Give the codings, also where the question is about turns
    #[arg(long)]
    codings: bool,

    /// In which order turns are told: by document and place, or the best matches for the words first
    #[arg(long, value_enum, value_name = "ORDER", default_value_t = Order::Place)]
    sort: Order,

    /// Tell of the first N alone
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// In which order turns are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    /// By document, in the order of the corpus tree, and by place.
    Place,
    /// The best matches for the words first.
    Relevance,
}

/// How what was found is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// For people.
    Words,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Finds.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // A mistake in the grammar needs no study to be seen.
    let query = Query::parse(&arguments.query.join(" ")).map_err(|error| shown(&error))?;
    let mut open = context.read_texts()?;
    if arguments.codings || context.names_coders() || !Asking::is_about_texts(&open, &query) {
        load_codings(&mut open);
    }
    let coders = context.narrowed(&open.study)?;
    let asking =
        if arguments.turns { Asking::about_texts(&mut open)? } else { Asking::about(&mut open, &query)? };
    let mut question = asking.question(&open, &query, &coders)?;
    if arguments.codings {
        question.give_codings(&coders);
    }
    if arguments.turns {
        question.gives = Gives::Turns;
    }
    let answer = asking.answer(&question)?;
    let mut output = Output::new();
    let form = match (arguments.json, arguments.csv) {
        (true, _) => Form::Json,
        (_, true) => Form::Csv,
        _ => Form::Words,
    };
    let most = arguments.limit.unwrap_or(usize::MAX);
    if arguments.count {
        output.text(&answer.found.len().to_string())?;
    } else {
        let marks = Marks::of(&question);
        match &answer.found {
            Found::Codings(keys) => {
                let keys = &keys[..keys.len().min(most)];
                codings::tell(&mut open, keys, form, arguments.context, &mut output)?;
            }
            Found::Turns(turns) => {
                let order = match arguments.sort {
                    Order::Place => asking.by_place(turns, most),
                    Order::Relevance => asking.by_relevance(&question, turns, most)?,
                };
                let these = turns::Turns::new(&order, &asking, marks, arguments.context);
                these.tell(&mut open, form, &mut output)?;
            }
        }
    }
    output.finish()?;
    say_what_is_missing(&answer);
    if !answer.found.is_empty() {
        return Ok(Ending::Done);
    }
    output::say("nothing found");
    Ok(Ending::Nothing)
}
