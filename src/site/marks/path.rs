//! The properties around a row, to tell the changes of one edit apart that stand in one place: a named schema may be in a
//! body by several ways.

/// A property, and those around it.
#[derive(Clone, Copy, Debug)]
pub(in crate::site) struct Path<'t> {
    /// Its name.
    pub(in crate::site) name: &'t str,
    /// The property around it.
    pub(in crate::site) around: Option<&'t Path<'t>>,
}

impl<'t> Path<'t> {
    /// The names, the outermost first.
    pub(in crate::site) fn names(&self) -> Vec<&'t str> {
        let mut names = vec![self.name];
        let mut around = self.around;
        while let Some(path) = around {
            names.push(path.name);
            around = path.around;
        }
        names.reverse();
        names
    }
}

/// How many steps that are no properties the place of a change has beside these names: `b/oneOf[A]/old` has one more than
/// `b`, `old`. `None` where it is another way.
pub(in crate::site) fn detour(place: &str, names: &[&str]) -> Option<usize> {
    let mut steps = 0;
    let mut wanted = names.iter().flat_map(|name| name.split('/')).peekable();
    let mut found = 0;
    for step in place.split('/') {
        steps += 1;
        if wanted.next_if_eq(&step).is_some() {
            found += 1;
        }
    }
    wanted.peek().is_none().then_some(steps - found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_way_through_its_properties() {
        let around = Path { name: "b", around: None };
        let names = Path { name: "old", around: Some(&around) }.names();
        assert_eq!(names, ["b", "old"]);
        assert_eq!(detour("b/oneOf[A]/old", &names), Some(1));
        assert_eq!(detour("b/items/old", &names), Some(1));
        assert_eq!(detour("c/old", &names), None);
        assert_eq!(detour("c/old", &["c", "old"]), Some(0));
        assert_eq!(detour("x/a/b", &["x", "a/b"]), Some(0));
    }
}
