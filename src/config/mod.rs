//! `preview.yaml`: its shape, its reading, and what is wrong in it, with places.
