//! One list of what a cluster is asked, and two faces made of it: methods that wait, and coroutines.
//! Beside it stand the few functions that its entries share.

use std::time::Duration;

use koor_core::model::Kind;
use pyo3::PyResult;

use crate::exceptions;

/// Makes [`Cluster`](crate::cluster::Cluster) and [`AsyncCluster`](crate::cluster::AsyncCluster) of one list.
///
/// Each entry: its docs, the scenario and the text around its call in the example, the method with defaults and
/// annotations as Python has them, what is asked of the core, and what Python gets for the answer.
macro_rules! looks {
    ($(
        $(#[doc = $doc:literal])*
        #[example($scenario:literal, $before:literal, $arguments:literal, $after:literal, $result:literal)]
        fn $name:ident($($argument:ident : $kind:ty $(= $default:expr)?),*) -> $made:ident<$of:ident>,
        asks |$koor:ident| $ask:expr;
        gives |$py:ident, $view:ident| $give:expr;
    )+) => {
        #[pymethods]
        impl Cluster {
            $(
                $(#[doc = $doc])*
                ///
                /// Examples
                /// --------
                /// >>> import koor
                #[doc = concat!(">>> cluster = koor.demo(", $scenario, ")\n>>> ", $before, "cluster.",
                    stringify!($name), "(", $arguments, ")", $after, "\n", $result)]
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                fn $name(&self, $py: Python<'_>, $($argument: $kind),*) -> PyResult<$made<$of>> {
                    let $koor = self.0.clone();
                    let $view = runtime::wait($py, async move { $ask })??;
                    $give
                }
            )+

            /// From where this cluster is seen.
            fn __repr__(&self) -> String {
                format!("<koor.Cluster {}>", self.0.transport().source())
            }
        }

        #[pymethods]
        impl AsyncCluster {
            $(
                $(#[doc = $doc])*
                ///
                /// Examples
                /// --------
                /// >>> import asyncio, koor
                /// >>> async def look():
                #[doc = concat!("...     cluster = await koor.demo_async(", $scenario, ")\n...     return ", $before,
                    "(await cluster.", stringify!($name), "(", $arguments, "))", $after,
                    "\n>>> asyncio.run(look())\n", $result)]
                #[pyo3(signature = ($($argument $(= $default)?),*))]
                async fn $name(&self, $($argument: $kind),*) -> PyResult<$made<$of>> {
                    let $koor = self.0.clone();
                    let $view = runtime::away(async move { $ask }).await??;
                    Python::attach(|$py| $give)
                }
            )+

            /// From where this cluster is seen.
            fn __repr__(&self) -> String {
                format!("<koor.AsyncCluster {}>", self.0.transport().source())
            }
        }
    };
}
pub(crate) use looks;

/// Most questions can't fail: what could not be seen is in the answer.
#[expect(clippy::unnecessary_wraps, reason = "questions that can't fail are asked beside those that can")]
pub(crate) const fn as_it_is<V>(view: V) -> PyResult<V> {
    Ok(view)
}

/// A word of a filter.
pub(crate) fn meant<T: std::str::FromStr<Err = String>>(word: &str) -> PyResult<T> {
    word.parse().map_err(|why: String| exceptions::of_kind(Kind::InvalidInput, why))
}

/// A span of time that makes sense.
pub(crate) fn seconds(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds).ok().filter(|span| !span.is_zero()).ok_or_else(|| {
        exceptions::of_kind(Kind::InvalidInput, format!("{seconds} s is no time to wait: say more than 0"))
    })
}
