//! The rest between the parts of what reaches thousands.

use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::watch;

use super::{rest, until_stop};

/// Nobody waits so long for a test: a rest that is not cut short is not over when it is looked at.
const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_stop_ends_a_rest() {
    let (stop, mut stopped) = watch::channel(false);
    assert_eq!(rest(HOUR, &mut stopped).now_or_never(), None, "nobody told it to stop");
    stop.send(true).expect("the worker listens");
    for _ in 0..2 {
        assert_eq!(rest(HOUR, &mut stopped).now_or_never(), Some(()), "and the next rest is none either");
    }
    assert_eq!(until_stop(&mut stopped).now_or_never(), Some(()), "nor does it wait for the next job");
}
