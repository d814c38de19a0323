//! `kantlijn picture`: a screen of the sample study as SVG, for the README. Not in the help.
//!
//! The real program runs on a copy in a temporary folder, keys are pressed, and what its buffer then holds is drawn: the
//! picture cannot show what the program does not.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use clap::Args;

use crate::store::demo::demo;
use crate::store::{Places, Settings};
use crate::ui::headless::Headless;
use crate::ui::keymap::Key;
use crate::ui::language::Language;
use crate::ui::theme::{Depth, Ground, Theme};

use super::Ending;

/// A turn is selected and the picker looks for a code; the turn before it has three.
const KEYS: &str = "#24<enter>)s,go#25<enter>t<enter>pers n";

/// Draw a screen of the sample study as SVG
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file to write
    file: PathBuf,

    /// How large the screen is, in cells
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "120x36", value_parser = size)]
    size: (u16, u16),

    /// Keys that are pressed first, as in `#24<enter>s,pn`
    #[arg(long, default_value = KEYS)]
    keys: String,

    /// The document that is open
    #[arg(long, value_name = "DOC", default_value = "d10")]
    document: String,

    /// The coder whose layer is shown
    #[arg(long = "layer", value_name = "NAME", default_value = "anna")]
    coder: String,

    /// Dark letters on light
    #[arg(long)]
    light: bool,
}

/// Draws the picture.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    let folder = tempfile::tempdir().context("no folder for the sample study")?;
    let places = Places::under(folder.path());
    let root = demo(&places, false)?;
    let mut screen = Headless::open(&root, &places, Settings::default(), &arguments.coder)?;
    let app = screen.app();
    app.language = Language::Dutch;
    let ground = if arguments.light { Ground::Light } else { Ground::Dark };
    app.theme = Theme { ground, depth: Depth::Full };
    let document = app.study.find_document(&arguments.document).map(|document| document.key);
    let document = document.ok_or_else(|| anyhow!("`{}` is no document of it", arguments.document))?;
    screen.open_document(document)?;
    for key in Key::sequence(&arguments.keys).map_err(|problem| anyhow!(problem))? {
        screen.arrange_cells(arguments.size);
        screen.press(key);
    }
    screen.wait()?;
    let title = "Kantlijn: a transcript with codes in its margin, and the picker beside it";
    fs::write(&arguments.file, screen.svg(arguments.size, title))
        .with_context(|| format!("{}: cannot write it", arguments.file.display()))?;
    Ok(Ending::Done)
}

fn size(words: &str) -> Result<(u16, u16), String> {
    let sides = words.split_once('x').and_then(|(columns, rows)| {
        let side = |words: &str| words.parse::<u16>().ok().filter(|side| (1..=500).contains(side));
        Some((side(columns)?, side(rows)?))
    });
    sides.ok_or_else(|| "expected columns and rows, such as 120x36".to_owned())
}
