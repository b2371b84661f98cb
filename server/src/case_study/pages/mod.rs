//! The pages of writing and reading: `/tulis`, `/draf` and `/praktik`.

mod advice;
mod autosave;
mod beside;
mod clash;
mod credit;
mod crumbs;
mod desk;
mod discard;
mod files;
mod form;
mod form_save;
mod form_view;
mod history;
mod intake;
mod office;
mod offline;
mod other_office;
mod partner;
mod photos;
mod preview;
mod remarks;
mod review;
mod screen;
mod share;
mod show;
mod standing;
mod versions;
mod view;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;
use crate::attachment::tus;

pub use view::StudyView;

/// The routes of these pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/tulis", get(form::start))
        .route("/tulis/dari-naskah", get(intake::ask).post(intake::take).layer(DefaultBodyLimit::disable()))
        .route("/tulis/{key}/naskah/{piece}/pindah", post(intake::shift))
        .route("/tulis/{key}/naskah/{piece}/buang", post(intake::drop_piece))
        .route("/tulis/kerangka", get(offline::shell))
        .route("/sw.js", get(offline::worker))
        .route("/luring", get(offline::offline))
        .route("/tulis/{key}", get(form::open).post(form_save::save).put(autosave::save))
        .route("/tulis/{key}/keadaan", get(autosave::now))
        .route("/tulis/{key}/catatan", post(remarks::say))
        .route("/tulis/{key}/catatan/{remark}/selesai", post(remarks::done))
        .route("/tulis/{key}/catatan/{remark}/buka", post(remarks::open_again))
        .route("/tulis/{key}/versi", get(versions::list))
        .route("/tulis/{key}/versi/{number}", get(versions::one))
        .route("/tulis/{key}/versi/{number}/pulihkan", post(versions::restore))
        .route("/tulis/{key}/pratinjau", get(preview::preview))
        .route("/tulis/{key}/gabung", post(clash::resolve))
        .route("/tulis/{key}/terbitkan", post(office::publish))
        .route("/tulis/{key}/ajukan", post(office::hand_in))
        .route("/tulis/{key}/teruskan", post(office::pass_on))
        .route("/tulis/{key}/kembalikan", post(office::send_back))
        .route("/tulis/{key}/tarik", post(office::take_back))
        .route("/tulis/{key}/hapus", get(discard::ask).post(discard::go))
        // A photo is read piece by piece against its own limit, so that a file that is too large gets a sentence.
        .route("/tulis/{key}/foto", post(photos::add).layer(DefaultBodyLimit::disable()))
        .route("/tulis/{key}/foto/{photo}/naik", post(photos::forward))
        .route("/tulis/{key}/foto/{photo}/hapus", post(photos::remove))
        .route("/tulis/{key}/foto/{photo}/kembalikan", post(photos::put_back))
        .route("/tulis/{key}/berkas", post(files::create).layer(DefaultBodyLimit::disable()))
        .route(
            "/tulis/{key}/berkas/{upload}",
            axum::routing::head(files::offset)
                .patch(files::append)
                .delete(files::give_up)
                .layer(DefaultBodyLimit::max(tus::MAX_PIECE_BYTES + 1024)),
        )
        .route("/tulis/{key}/berkas/{upload}/hapus", post(files::remove))
        .route("/tulis/{key}/berkas/{upload}/kembalikan", post(files::put_back))
        .route("/tulis/{key}/tinjau", post(review::answer))
        .route("/meja/tinjauan", get(review::list))
        .route("/meja/tinjauan/cara", post(review::set_mode))
        .route("/draf", get(office::drafts))
        .route("/praktik/{study}", get(show::show))
        .route("/praktik/{study}/layar", get(screen::screen))
        .route("/praktik/{study}/cetak", get(show::print))
        .route("/praktik/{study}/kartu.png", get(share::card))
        .route("/praktik/{study}/riwayat", get(history::list))
        .route("/praktik/{study}/riwayat/{number}", get(history::one))
        .route("/praktik/{study}/riwayat/{number}/pulihkan", post(history::restore))
        .route("/praktik/{study}/bersama", post(partner::answer_partner))
        .route("/praktik/{study}/ubah", post(office::edit))
        .route("/praktik/{study}/hentikan", get(standing::ask_withdraw).post(standing::withdraw))
        .route("/praktik/{study}/tayangkan", post(standing::show_again))
        .route("/praktik/{study}/sembunyikan", get(standing::ask_hide).post(standing::hide))
        .route("/praktik/{study}/pulihkan", post(standing::restore))
}
