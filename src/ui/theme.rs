//! Colours that mean something.
//!
//! Places on the screen ask for a [`Role`], never for a colour. Codes bring their own colour; terminals that cannot show it
//! get the nearest one, and those without colours lose nothing, because a sign always says the same.

use ratatui::style::{Color, Modifier, Style};

/// Red, green and blue.
pub type Rgb = (u8, u8, u8);

/// What the background is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Light letters on dark.
    #[default]
    Dark,
    /// Dark letters on light.
    Light,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// All of them.
    #[default]
    Full,
    /// The 256 of xterm.
    Indexed,
    /// The 16 of the terminal's own palette.
    Sixteen,
    /// None: `NO_COLOR`, or a terminal without.
    None,
}

/// What a piece of the screen is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Words of a document.
    Text,
    /// A heading of a document or a panel.
    Heading,
    /// What stands beside the words: numbers, times.
    Margin,
    /// A speaker.
    Speaker,
    /// Less important words.
    Dim,
    /// Lines between parts.
    Rule,
    /// A key in a hint.
    Key,
    /// The row of a list on which one stands.
    Chosen,
    /// Selected words.
    Selection,
    /// The signs at both ends of a selection.
    Edge,
    /// Where the cursor is.
    Cursor,
    /// A find's hit.
    Hit,
    /// Something that was done.
    Good,
    /// Something to look at.
    Warning,
    /// Something that went wrong.
    Error,
    /// Not yet on disk.
    Pending,
}

/// The colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// The background.
    pub ground: Ground,
    /// How many colours there are.
    pub depth: Depth,
}

impl Theme {
    /// From what the person chose (`dark`, `light`) and what the terminal says of itself.
    pub fn choose(chosen: Option<&str>, environment: impl Fn(&str) -> Option<String>) -> Self {
        let says = |name: &str| environment(name).filter(|value| !value.is_empty());
        let ground = match chosen {
            Some("light") => Ground::Light,
            Some("dark") => Ground::Dark,
            // "15;0": letters and background as numbers of the palette; 7 and from 9 on are light.
            _ => match says("COLORFGBG").and_then(|pair| pair.rsplit(';').next()?.parse::<u8>().ok()) {
                Some(7 | 9..) => Ground::Light,
                _ => Ground::Dark,
            },
        };
        let term = says("TERM").unwrap_or_default();
        let full = says("COLORTERM").is_some_and(|value| value == "truecolor" || value == "24bit");
        let depth = if says("NO_COLOR").is_some() || term == "dumb" {
            Depth::None
        } else if full || term.contains("direct") {
            Depth::Full
        } else if term.contains("256") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        };
        Self { ground, depth }
    }

    /// How something with this role looks.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::default();
        match role {
            Role::Text => plain,
            Role::Heading => plain.add_modifier(Modifier::BOLD),
            Role::Margin | Role::Rule => self.fade(plain),
            Role::Dim => self.grey(plain),
            Role::Speaker => self.colored(plain, (120, 160, 200), (40, 80, 130), Color::Cyan),
            Role::Key => {
                self.colored(plain, (220, 190, 120), (130, 85, 0), Color::Yellow).add_modifier(Modifier::BOLD)
            }
            Role::Chosen => self.marked(plain, (52, 58, 72), (214, 222, 236)),
            Role::Selection => self.marked(plain, (70, 84, 120), (178, 202, 240)),
            Role::Edge => self.colored(plain, (150, 175, 235), (50, 80, 160), Color::Blue),
            Role::Cursor => plain.add_modifier(Modifier::REVERSED),
            Role::Hit => self
                .marked(plain, (96, 82, 24), (250, 232, 150))
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::Good => self.colored(plain, (140, 190, 130), (30, 110, 40), Color::Green),
            Role::Warning | Role::Pending => self.colored(plain, (230, 180, 90), (150, 90, 0), Color::Yellow),
            Role::Error => {
                self.colored(plain, (235, 120, 110), (170, 30, 30), Color::Red).add_modifier(Modifier::BOLD)
            }
        }
    }

    /// A code's colour in full strength, for lanes and names.
    pub fn code(self, color: Option<Rgb>) -> Style {
        let plain = Style::default();
        let color = color.unwrap_or(NO_COLOR_OF_ITS_OWN);
        match self.depth {
            Depth::None => plain,
            _ => plain.fg(self.nearest(self.readable(color))),
        }
    }

    /// Behind words that have codes: the colour of the topmost, and a line below where there are several. Without many
    /// colours there is a line in any case. `strong` for the coding that keys are about.
    pub fn coded(self, color: Option<Rgb>, several: bool, strong: bool) -> Style {
        let color = color.unwrap_or(NO_COLOR_OF_ITS_OWN);
        let plain = Style::default();
        match self.depth {
            Depth::Full | Depth::Indexed => {
                let ground = match self.ground {
                    Ground::Dark => (18, 18, 18),
                    Ground::Light => (255, 255, 255),
                };
                let tint = plain.bg(self.nearest(mix(ground, color, if strong { 40 } else { 24 })));
                if several { tint.add_modifier(Modifier::UNDERLINED) } else { tint }
            }
            Depth::Sixteen | Depth::None => {
                let line = plain.add_modifier(Modifier::UNDERLINED);
                if several { line.add_modifier(Modifier::BOLD) } else { line }
            }
        }
    }

    fn colored(self, style: Style, dark: Rgb, light: Rgb, basic: Color) -> Style {
        match self.depth {
            Depth::None => style,
            Depth::Sixteen => style.fg(basic),
            _ => style.fg(self.nearest(self.by_ground(dark, light))),
        }
    }

    fn marked(self, style: Style, dark: Rgb, light: Rgb) -> Style {
        match self.depth {
            Depth::None | Depth::Sixteen => style.add_modifier(Modifier::REVERSED),
            _ => style.bg(self.nearest(self.by_ground(dark, light))),
        }
    }

    fn grey(self, style: Style) -> Style {
        match self.depth {
            Depth::None => style,
            Depth::Sixteen => style.add_modifier(Modifier::DIM),
            _ => style.fg(self.nearest(self.by_ground((150, 150, 150), (95, 95, 95)))),
        }
    }

    fn fade(self, style: Style) -> Style {
        match self.depth {
            Depth::None => style,
            Depth::Sixteen => style.add_modifier(Modifier::DIM),
            _ => style.fg(self.nearest(self.by_ground((110, 110, 110), (130, 130, 130)))),
        }
    }

    fn by_ground(self, dark: Rgb, light: Rgb) -> Rgb {
        match self.ground {
            Ground::Dark => dark,
            Ground::Light => light,
        }
    }

    /// The colour itself, moved away from the background where it would drown in it.
    fn readable(self, color: Rgb) -> Rgb {
        match self.ground {
            Ground::Dark if brightness(color) < 110 => mix(color, (255, 255, 255), 45),
            Ground::Light if brightness(color) > 150 => mix(color, (0, 0, 0), 40),
            _ => color,
        }
    }

    fn nearest(self, color: Rgb) -> Color {
        match self.depth {
            Depth::Full => Color::Rgb(color.0, color.1, color.2),
            Depth::Indexed => Color::Indexed(nearest_index(color)),
            Depth::Sixteen | Depth::None => nearest_basic(color),
        }
    }
}

/// For marks, and for codes whose codebook gives none.
const NO_COLOR_OF_ITS_OWN: Rgb = (150, 150, 150);

/// Perceived brightness, 0 to 255.
fn brightness((red, green, blue): Rgb) -> u32 {
    (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
}

/// `percent` of `top` over `ground`.
fn mix(ground: Rgb, top: Rgb, percent: u16) -> Rgb {
    let part =
        |ground: u8, top: u8| ((u16::from(ground) * (100 - percent) + u16::from(top) * percent) / 100) as u8;
    (part(ground.0, top.0), part(ground.1, top.1), part(ground.2, top.2))
}

fn distance(left: Rgb, right: Rgb) -> u32 {
    let square = |left: u8, right: u8| u32::from(left.abs_diff(right)).pow(2);
    square(left.0, right.0) * 3 + square(left.1, right.1) * 4 + square(left.2, right.2) * 2
}

/// The nearest of xterm's colours 16 to 255: a cube of 6×6×6 and 24 greys.
fn nearest_index(color: Rgb) -> u8 {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |value: u8| (0..6).min_by_key(|index| STEPS[*index].abs_diff(value)).unwrap_or(0);
    let (red, green, blue) = (step(color.0), step(color.1), step(color.2));
    let cube = (STEPS[red], STEPS[green], STEPS[blue]);
    let average = (u16::from(color.0) + u16::from(color.1) + u16::from(color.2)) / 3;
    let grey_index = (average.saturating_sub(3) / 10).min(23) as u8;
    let grey = 8 + 10 * grey_index;
    if distance(color, (grey, grey, grey)) < distance(color, cube) {
        232 + grey_index
    } else {
        (16 + 36 * red + 6 * green + blue) as u8
    }
}

/// The basic colour of the same hue, so that a pale code does not become white.
fn nearest_basic(color: Rgb) -> Color {
    let (red, green, blue) = (i32::from(color.0), i32::from(color.1), i32::from(color.2));
    let (top, bottom) = (red.max(green).max(blue), red.min(green).min(blue));
    if top - bottom < 30 {
        return Color::Gray;
    }
    let spread = top - bottom;
    let hue = if top == red {
        (60 * (green - blue) / spread + 360) % 360
    } else if top == green {
        120 + 60 * (blue - red) / spread
    } else {
        240 + 60 * (red - green) / spread
    };
    match hue {
        0..=24 | 335..=359 => Color::Red,
        25..=75 => Color::Yellow,
        76..=160 => Color::Green,
        161..=200 => Color::Cyan,
        201..=265 => Color::Blue,
        _ => Color::Magenta,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(chosen: Option<&str>, variables: &[(&str, &str)]) -> Theme {
        let find = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        };
        Theme::choose(chosen, find)
    }

    #[test]
    fn the_terminal_is_believed_unless_the_person_chose() {
        let modern = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("COLORFGBG", "0;15")];
        assert_eq!(chosen(None, &modern), Theme { ground: Ground::Light, depth: Depth::Full });
        assert_eq!(chosen(Some("dark"), &modern).ground, Ground::Dark);
        assert_eq!(chosen(None, &modern[..1]), Theme { ground: Ground::Dark, depth: Depth::Indexed });
        assert_eq!(chosen(None, &[("TERM", "linux")]).depth, Depth::Sixteen);
        assert_eq!(chosen(None, &[("TERM", "xterm-256color"), ("NO_COLOR", "1")]).depth, Depth::None);
        assert_eq!(chosen(None, &[("TERM", "linux"), ("NO_COLOR", "")]).depth, Depth::Sixteen);
    }

    #[test]
    fn without_colours_nothing_has_one_and_overlap_still_shows() {
        let theme = Theme { depth: Depth::None, ..Theme::default() };
        let red = Some((255, 0, 0));
        for style in [
            theme.code(red),
            theme.coded(red, false, false),
            theme.coded(red, true, false),
            theme.style(Role::Error),
        ] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_ne!(theme.coded(red, false, false), Style::default());
        assert_ne!(theme.coded(red, false, false), theme.coded(red, true, false));
        assert_ne!(theme.style(Role::Selection), theme.style(Role::Text));
    }

    #[test]
    fn the_nearest_colour_is_the_same_hue() {
        let basic =
            [(200, 30, 30), (230, 160, 60), (90, 170, 80), (60, 170, 180), (70, 110, 220), (170, 80, 190)];
        let names = [Color::Red, Color::Yellow, Color::Green, Color::Cyan, Color::Blue, Color::Magenta];
        assert_eq!(basic.map(nearest_basic), names);
        assert_eq!(nearest_basic((128, 130, 127)), Color::Gray);
        assert_eq!([nearest_index((255, 0, 0)), nearest_index((95, 135, 255))], [196, 69]);
        assert_eq!(nearest_index((8, 8, 8)), 232);
    }
}
