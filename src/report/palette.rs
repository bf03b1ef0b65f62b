//! The colours of text formats, handed in as a value: whether there is a terminal is for `cli` to know.

use anstyle::{AnsiColor, Style};

use crate::diff::Impact;
use crate::problem::Severity;

/// The styles of everything that text formats tell apart.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    pub(super) error: Style,
    pub(super) warning: Style,
    pub(super) info: Style,
    pub(super) good: Style,
    pub(super) strong: Style,
    pub(super) faint: Style,
    coloured: bool,
}

impl Palette {
    /// No colours at all.
    pub(crate) const fn plain() -> Self {
        let none = Style::new();
        Palette {
            error: none,
            warning: none,
            info: none,
            good: none,
            strong: none,
            faint: none,
            coloured: false,
        }
    }

    /// Colours that can be read on dark and on light ground.
    pub(crate) const fn coloured() -> Self {
        Palette {
            error: AnsiColor::Red.on_default().bold(),
            warning: AnsiColor::Yellow.on_default().bold(),
            info: AnsiColor::Cyan.on_default().bold(),
            good: AnsiColor::Green.on_default().bold(),
            strong: Style::new().bold(),
            faint: Style::new().dimmed(),
            coloured: true,
        }
    }

    pub(super) fn is_coloured(&self) -> bool {
        self.coloured
    }

    pub(super) fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }

    /// The title of a part of a list.
    pub(crate) fn title(&self, text: &str) -> String {
        paint(self.strong, text)
    }

    /// What matters less.
    pub(crate) fn aside(&self, text: &str) -> String {
        paint(self.faint, text)
    }

    /// The severity of a rule, `None` where it is off, in a column of the widest of its words.
    pub(crate) fn level(&self, severity: Option<Severity>) -> String {
        let style = severity.map_or(self.faint, |severity| self.severity(severity));
        paint(style, format_args!("{:7}", severity.map_or("off", Severity::name)))
    }

    pub(super) fn impact(&self, impact: Impact) -> Style {
        match impact {
            Impact::Breaking => self.error,
            Impact::Risky => self.warning,
            Impact::Compatible => self.good,
        }
    }
}

/// Text in a style.
pub(super) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
