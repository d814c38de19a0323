//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use super::{
    anchors, change, check, code, codebook, codes, demo, docs, documents, edit, export, find, generate,
    import, index, init, log, memo, picture, recode, redact, restore, show, status, tabulate, undo,
};

const AFTER: &str = "\
Exit codes: 0 done, 1 found nothing (check: found something), 2 it could not be done.
The coder is that of --coder, else of KANTLIJN_CODER, else the one in the settings. Commands that only read need \
none; there, --coder narrows what they tell to that coder's layer.";

/// Read transcripts, code passages, find them again and export them.
#[derive(Debug, Parser)]
#[command(name = "kantlijn", version, after_help = AFTER, max_term_width = 100)]
pub struct CommandLine {
    /// The study to open on the screen [default: the one around the current folder]
    pub study: Option<PathBuf>,

    /// The study: its folder, or any folder inside it
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub directory: Option<PathBuf>,

    /// The coder whose layer this is about
    #[arg(long, value_name = "NAME", global = true)]
    pub coder: Vec<String>,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(demo::Arguments),
    Init(init::Arguments),
    #[command(alias = "add")]
    Import(Box<import::Arguments>),
    Documents(documents::Arguments),
    Show(show::Arguments),
    Codes(codes::Arguments),
    Codebook(codebook::Arguments),
    Code(code::Arguments),
    Mark(change::MarkArguments),
    Uncode(change::UncodeArguments),
    Edges(change::EdgesArguments),
    Facet(change::FacetArguments),
    Star(change::StarArguments),
    Recode(recode::RecodeArguments),
    Join(recode::JoinArguments),
    Memo(memo::Arguments),
    Status(status::Arguments),
    Undo(undo::UndoArguments),
    Redo(undo::RedoArguments),
    Find(find::Arguments),
    Table(tabulate::Arguments),
    Export(export::Arguments),
    Log(log::Arguments),
    Edit(edit::Arguments),
    Anchors(anchors::Arguments),
    Check(check::Arguments),
    Restore(restore::Arguments),
    Redact(redact::Arguments),
    Index(index::Arguments),
    #[command(hide = true)]
    Generate(generate::Arguments),
    #[command(hide = true)]
    Docs(docs::Arguments),
    #[command(hide = true)]
    Picture(picture::Arguments),
}
