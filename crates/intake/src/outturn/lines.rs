//! The table `outturn_line`.

use arrow_array::RecordBatch;
use model::tables::{OUTTURN_LINE, outturn_line};

use super::publication::Line;

pub(super) fn outturn_lines(lines: &[Line]) -> RecordBatch {
    let mut rows = OUTTURN_LINE.rows();
    for line in lines {
        rows.push()
            .text(outturn_line::FILE_ID, &line.file_id)
            .count(outturn_line::ROW, line.row)
            .text_if_any(outturn_line::BODY_ID, line.body_id.as_deref())
            .text(outturn_line::AREA, &line.area)
            .year(outturn_line::FINANCIAL_YEAR, line.year)
            .text(outturn_line::SERIES, &line.series)
            .text(outturn_line::LINE_CODE, &line.line_code)
            .text(outturn_line::LABEL, &line.label)
            .money(outturn_line::AMOUNT, line.amount);
    }
    rows.finish()
}
