//! The value of an expression at one member of an object or list. Nothing throws: a property of null is undefined.

use std::borrow::Cow;

use super::{Expression, Method, Operator, Prefix, Shape};
use crate::document::Node;
use crate::lint::spectral::value::{Member, Value, View};

/// What an expression is asked about.
pub(in crate::lint::spectral) struct Scope<'s, 'd> {
    pub(in crate::lint::spectral) view: View<'d>,
    /// The value, `@`.
    pub(in crate::lint::spectral) node: Node<'d>,
    /// Where it stands in its parent.
    pub(in crate::lint::spectral) member: Option<Member<'d>>,
    pub(in crate::lint::spectral) parent: Option<Node<'d>>,
    /// Where the parent stands.
    pub(in crate::lint::spectral) parent_member: Option<Member<'d>>,
    pub(in crate::lint::spectral) root: Node<'d>,
    /// The way as `$['a'][0]`, made when it is asked for.
    pub(in crate::lint::spectral) path: &'s dyn Fn() -> String,
}

impl<'d> Scope<'_, 'd> {
    /// Whether an expression holds.
    pub(in crate::lint::spectral) fn holds(&self, expression: &Expression) -> bool {
        self.value(expression).is_truthy()
    }

    fn value(&self, expression: &Expression) -> Value<'d> {
        match expression {
            Expression::Literal(value) => value.clone(),
            // By itself a regular expression is an object.
            Expression::Pattern(_) => Value::Boolean(true),
            Expression::Current => Value::of(self.node),
            Expression::Property => self.member.map_or(Value::Null, Member::value),
            Expression::Parent => self.parent.map_or(Value::Undefined, Value::of),
            Expression::ParentProperty => self.parent_member.map_or(Value::Null, Member::value),
            Expression::Path => Value::Text(Cow::Owned((self.path)())),
            Expression::Root => Value::of(self.root),
            Expression::Index => match self.member {
                Some(Member::Index(index)) => Value::Number(index as f64),
                _ => Value::Undefined,
            },
            Expression::Is(shape, inner) => Value::Boolean(is(*shape, &self.value(inner))),
            Expression::Keys(inner) => {
                let keys = self.value(inner).object().into_iter().flat_map(Node::entries);
                Value::List(keys.map(|entry| Value::Text(Cow::Borrowed(entry.name()))).collect())
            }
            Expression::Constructor(inner) => constructor(&self.value(inner)),
            Expression::Member(on, key) => self.member(&self.value(on), &self.value(key)),
            Expression::Call(on, method, arguments) => self.call(on, *method, arguments),
            Expression::Prefixed(prefix, inner) => prefixed(*prefix, &self.value(inner)),
            Expression::Between(operator, one, two) => self.between(*operator, one, two),
            Expression::Conditional(parts) => {
                let [condition, then, otherwise] = &**parts;
                self.value(if self.holds(condition) { then } else { otherwise })
            }
        }
    }

    fn member(&self, on: &Value<'d>, key: &Value<'d>) -> Value<'d> {
        let name = key.to_text();
        match on {
            Value::Node(node) => match self.view.child(*node, &name) {
                Some(child) => Value::of(child),
                None if name == "length" && node.is_sequence() => Value::Number(node.len() as f64),
                None => Value::Undefined,
            },
            Value::Text(text) if name == "length" => Value::Number(text.encode_utf16().count() as f64),
            Value::Text(text) => {
                let letter = name.parse::<usize>().ok().and_then(|at| text.chars().nth(at));
                letter.map_or(Value::Undefined, |letter| Value::Text(Cow::Owned(letter.to_string())))
            }
            Value::List(items) if name == "length" => Value::Number(items.len() as f64),
            Value::List(items) => {
                let item = name.parse::<usize>().ok().and_then(|at| items.get(at));
                item.cloned().unwrap_or(Value::Undefined)
            }
            _ => Value::Undefined,
        }
    }

    fn call(&self, on: &Expression, method: Method, arguments: &[Expression]) -> Value<'d> {
        // `/x/.test(@)` and `@.match(/x/)` ask the same.
        let (pattern, asked) = match (method, on, arguments) {
            (Method::Test, Expression::Pattern(pattern), [asked, ..]) => (Some(pattern), asked),
            (Method::Match, asked, [Expression::Pattern(pattern), ..]) => (Some(pattern), asked),
            _ => (None, on),
        };
        if let Some(pattern) = pattern {
            let value = self.value(asked);
            // Keys may be numbers; of anything but strings and numbers nothing matches.
            let matches = match value {
                Value::Text(_) | Value::Number(_) => pattern.matches(&value.to_text()).unwrap_or(false),
                _ => false,
            };
            return Value::Boolean(matches);
        }
        let value = self.value(on);
        let argument = arguments.first().map_or(Value::Undefined, |argument| self.value(argument));
        match (&value, method) {
            (_, Method::HasOwnProperty) => {
                let name = argument.to_text();
                Value::Boolean(matches!(value, Value::Node(node) if node.child(&name).is_some()))
            }
            (Value::Undefined | Value::Null, _) => Value::Undefined,
            (Value::Node(node), Method::Includes | Method::IndexOf) if node.is_sequence() => {
                let at = node.items().position(|item| Value::of(self.view.node(item)).is_same(&argument));
                found(method, at)
            }
            (Value::List(items), Method::Includes | Method::IndexOf) => {
                found(method, items.iter().position(|item| item.is_same(&argument)))
            }
            (Value::Text(_) | Value::Number(_), _) => {
                text_call(&value.to_text(), method, &argument.to_text())
            }
            (Value::Boolean(_), Method::ToString) => Value::Text(value.to_text()),
            _ => Value::Undefined,
        }
    }

    fn between(&self, operator: Operator, one: &Expression, two: &Expression) -> Value<'d> {
        let left = self.value(one);
        match operator {
            Operator::Or if left.is_truthy() => return left,
            Operator::And if !left.is_truthy() => return left,
            _ => {}
        }
        let right = self.value(two);
        let answer = match operator {
            Operator::Or | Operator::And => return right,
            Operator::Like => left.is_like(&right),
            Operator::Unlike => !left.is_like(&right),
            Operator::Same => left.is_same(&right),
            Operator::Different => !left.is_same(&right),
            Operator::In => match &right {
                Value::Node(node) => node.child(&left.to_text()).is_some(),
                _ => false,
            },
            Operator::Less | Operator::LessOrSame | Operator::Greater | Operator::GreaterOrSame => {
                ordered(operator, &left, &right)
            }
            Operator::Plus if left.text().is_some() || right.text().is_some() => {
                return Value::Text(Cow::Owned(format!("{}{}", left.to_text(), right.to_text())));
            }
            _ => return Value::Number(calculated(operator, left.number(), right.number())),
        };
        Value::Boolean(answer)
    }
}

fn found<'d>(method: Method, at: Option<usize>) -> Value<'d> {
    match method {
        Method::Includes => Value::Boolean(at.is_some()),
        _ => Value::Number(at.map_or(-1.0, |at| at as f64)),
    }
}

fn text_call<'d>(text: &str, method: Method, argument: &str) -> Value<'d> {
    match method {
        Method::EndsWith => Value::Boolean(text.ends_with(argument)),
        Method::StartsWith => Value::Boolean(text.starts_with(argument)),
        Method::Includes => Value::Boolean(text.contains(argument)),
        Method::IndexOf => {
            let at = text.find(argument).map(|at| text[..at].encode_utf16().count());
            Value::Number(at.map_or(-1.0, |at| at as f64))
        }
        Method::ToLowerCase => Value::Text(Cow::Owned(text.to_lowercase())),
        Method::ToUpperCase => Value::Text(Cow::Owned(text.to_uppercase())),
        Method::ToString => Value::Text(Cow::Owned(text.to_owned())),
        Method::Trim => Value::Text(Cow::Owned(text.trim().to_owned())),
        Method::HasOwnProperty | Method::Match | Method::Test => Value::Undefined,
    }
}

fn ordered(operator: Operator, left: &Value<'_>, right: &Value<'_>) -> bool {
    let order = match (left, right) {
        (Value::Text(one), Value::Text(two)) => Some(one.cmp(two)),
        _ => left.number().partial_cmp(&right.number()),
    };
    order.is_some_and(|order| match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrSame => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    })
}

fn calculated(operator: Operator, one: f64, two: f64) -> f64 {
    match operator {
        Operator::Plus => one + two,
        Operator::Minus => one - two,
        Operator::Times => one * two,
        Operator::Divided => one / two,
        _ => one % two,
    }
}

fn prefixed<'d>(prefix: Prefix, value: &Value<'d>) -> Value<'d> {
    match prefix {
        Prefix::Not => Value::Boolean(!value.is_truthy()),
        Prefix::Negative => Value::Number(-value.number()),
        Prefix::Positive => Value::Number(value.number()),
        Prefix::Void => Value::Undefined,
        Prefix::TypeOf => Value::Text(Cow::Borrowed(match value {
            Value::Undefined => "undefined",
            Value::Boolean(_) => "boolean",
            Value::Number(_) => "number",
            Value::Text(_) => "string",
            Value::Null | Value::List(_) | Value::Node(_) => "object",
        })),
    }
}

fn constructor<'d>(value: &Value<'d>) -> Value<'d> {
    let name = match value {
        Value::Undefined | Value::Null => return Value::Undefined,
        Value::Boolean(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::Text(_) => "String",
        Value::List(_) => "Array",
        Value::Node(node) if node.is_sequence() => "Array",
        Value::Node(_) => "Object",
    };
    Value::Text(Cow::Borrowed(name))
}

fn is(shape: Shape, value: &Value<'_>) -> bool {
    match shape {
        Shape::Array => matches!(value, Value::List(_)) || value.list().is_some(),
        Shape::Boolean => matches!(value, Value::Boolean(_)),
        Shape::Integer => matches!(value, Value::Number(number) if number.fract() == 0.0),
        Shape::Null => matches!(value, Value::Null),
        Shape::Number => matches!(value, Value::Number(_)),
        // As in JavaScript, a list is an object too.
        Shape::Object => matches!(value, Value::Node(_) | Value::List(_)),
        Shape::Scalar => !matches!(value, Value::Node(_) | Value::List(_)),
        Shape::String => matches!(value, Value::Text(_)),
    }
}
