//! In which order a list stands.

use clap::Args as ClapArgs;
use koor_core::view::{Row, Sort};

/// What every list takes.
#[derive(Debug, ClapArgs)]
pub(crate) struct Order<R: Row> {
    #[arg(long, value_name = "COLUMN", value_parser = column::<R>, help_heading = "Order",
          help = format!("Stand by this column, smallest first: {}", Sort::<R>::columns().join(", ")))]
    sort: Option<Sort<R>>,
    /// The other way round; what is not known stays last
    #[arg(long, help_heading = "Order")]
    reverse: bool,
}

impl<R: Row> Order<R> {
    /// As the core takes it.
    pub(crate) fn sort(&self) -> Sort<R> {
        let sort = self.sort.unwrap_or_default();
        if self.reverse { sort.reversed() } else { sort }
    }
}

fn column<R: Row>(text: &str) -> Result<Sort<R>, String> {
    text.parse()
}
