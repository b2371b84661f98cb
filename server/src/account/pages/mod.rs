//! The pages of signing in and of one's own account.

mod close;
mod consent;
mod data;
mod invitation;
mod look;
mod own;
mod recover;
mod second_factor;
mod sign_in;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};

use crate::app::App;

/// The routes of this room.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/masuk", get(sign_in::show).post(sign_in::send))
        .route("/masuk/kode", get(second_factor::ask).post(second_factor::pass))
        .route("/akun/dua-langkah", get(second_factor::show).post(second_factor::turn_on))
        .route("/akun/dua-langkah/kode", post(second_factor::renew))
        .route("/akun/dua-langkah/matikan", post(second_factor::turn_off))
        .route("/keluar", post(sign_in::leave))
        .route("/lupa-sandi", get(recover::show).post(recover::send))
        .route("/undangan/{token}", get(invitation::show).post(invitation::send))
        .route("/ketentuan/setuju", post(consent::agree))
        .route("/akun", get(own::show))
        .route("/akun/data-saya.json", get(data::download))
        .route("/akun/tarik-persetujuan", get(close::ask).post(close::go))
        .route("/akun/bertindak", post(own::act_as))
        .route("/akun/sandi", post(own::change_password))
        .route("/akun/surel", post(own::change_email))
        .route("/akun/sesi/cabut", post(own::end_all_sessions))
        .route("/akun/sesi/{id}/cabut", post(own::end_session))
        .route("/tampilan", get(look::choose))
}

/// Adds a cookie to an answer.
fn with_cookie(mut response: Response, cookie: HeaderValue) -> Response {
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Marks an answer as nothing that a browser or proxy may keep.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
