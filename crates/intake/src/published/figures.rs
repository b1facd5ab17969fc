//! The table `published_figure`.

use arrow_array::RecordBatch;
use model::spending::{Sector, SpendingKind};
use model::tables::{PUBLISHED_FIGURE, published_figure};

use super::publication::Line;

pub(super) fn published_figures(lines: &[Line]) -> RecordBatch {
    let mut rows = PUBLISHED_FIGURE.rows();
    for line in lines {
        rows.push()
            .text(published_figure::FILE_ID, &line.file_id)
            .count(published_figure::ROW, line.row)
            .text(published_figure::COLUMN, &line.column)
            .text_if_any(published_figure::BODY_ID, line.body_id.as_deref())
            .text(published_figure::SPENDER, &line.spender)
            .text_if_any(published_figure::SPENDER_CODE, line.spender_code.as_deref())
            .text(published_figure::AREA, &line.area)
            .text_if_any(published_figure::AREA_CODE, line.area_code.as_deref())
            .text_if_any(published_figure::SECTOR, line.sector.map(Sector::word))
            .text(published_figure::STAGE, line.stage.word())
            .year(published_figure::FINANCIAL_YEAR, line.year)
            .text(published_figure::SERIES, &line.series)
            .text(published_figure::LINE_CODE, &line.line_code)
            .text(published_figure::LABEL, &line.label)
            .text_if_any(published_figure::SEGMENT, line.segment.as_deref())
            .text_if_any(published_figure::KIND, line.kind.map(SpendingKind::word))
            .money(published_figure::AMOUNT, line.amount);
    }
    rows.finish()
}
