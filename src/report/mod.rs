//! Problems, changes and builds as text: terminal, JSON, SARIF, JUnit, pipeline log, comment.
