//! Paths relative to the root: always `/`-separated, never above the root.

/// Joins a reference's path to the folder of the file it stands in, and normalises the result.
/// Returns `None` when the result is absolute or climbs above the root.
pub(crate) fn join(file: &str, reference: &str) -> Option<String> {
    if reference.starts_with('/') || has_drive(reference) {
        return None;
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    normalise(&format!("{folder}/{}", reference.replace('\\', "/")))
}

/// Removes `.` and empty segments and resolves `..`; `None` when that climbs above the root.
pub(crate) fn normalise(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// Whether a path starts like `C:`, which is a drive on Windows and must be refused everywhere.
fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_within_the_root_only() {
        assert_eq!(join("api/openapi.yaml", "./schemas/../pet.yaml").as_deref(), Some("api/pet.yaml"));
        assert_eq!(join("api/openapi.yaml", "../shared/pet.yaml").as_deref(), Some("shared/pet.yaml"));
        assert_eq!(join("api/openapi.yaml", "..\\pet.yaml").as_deref(), Some("pet.yaml"));
        assert_eq!(join("api/openapi.yaml", "../../pet.yaml"), None);
        assert_eq!(join("api/openapi.yaml", "/etc/passwd"), None);
        assert_eq!(join("openapi.yaml", "C:/secrets.yaml"), None);
    }
}
