//! Checkstyle XML, which many build servers and review tools read.

use std::io::{self, Write};

use super::entry::Entry;
use super::xml::escape;

/// Writes entries that are sorted by file.
pub(super) fn write(entries: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")?;
    for file in entries.chunk_by(|one, other| one.file == other.file) {
        writeln!(out, "  <file name=\"{}\">", escape(&file[0].file))?;
        for entry in file {
            let (line, column) = entry.line_column();
            writeln!(
                out,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{}\" message=\"{}\" source=\"{}\"/>",
                entry.severity.name(),
                escape(&entry.message),
                escape(entry.id)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
