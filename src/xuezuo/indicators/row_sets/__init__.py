"""The row sets that declarations may name."""

from xuezuo.indicators.row_sets.cases import CASES
from xuezuo.indicators.row_sets.commitments_due import COMMITMENTS_DUE
from xuezuo.indicators.row_sets.complaints import COMPLAINTS
from xuezuo.indicators.row_sets.expectations import EXPECTATIONS, REQUIREMENT_CHANGES
from xuezuo.indicators.row_sets.make_ups import MAKE_UPS
from xuezuo.indicators.row_sets.meetings import MEETINGS
from xuezuo.indicators.row_sets.meetings_due import MEETINGS_DUE
from xuezuo.indicators.row_sets.member_files import MEMBER_FILES
from xuezuo.indicators.row_sets.members import MEMBERS
from xuezuo.indicators.row_sets.organizations import ORGANIZATIONS
from xuezuo.indicators.row_sets.publications import PUBLICATIONS
from xuezuo.indicators.row_sets.shape import RowSet
from xuezuo.indicators.row_sets.study_coverage import STUDY_COVERAGE
from xuezuo.indicators.row_sets.study_meetings import STUDY_MEETINGS
from xuezuo.indicators.row_sets.terms import TERMS

ROW_SETS: dict[str, RowSet] = {
    one.name: one
    for one in (
        ORGANIZATIONS,
        MEETINGS,
        MEETINGS_DUE,
        STUDY_COVERAGE,
        EXPECTATIONS,
        REQUIREMENT_CHANGES,
        CASES,
        PUBLICATIONS,
        TERMS,
        MEMBERS,
        MEMBER_FILES,
        COMPLAINTS,
        STUDY_MEETINGS,
        COMMITMENTS_DUE,
        MAKE_UPS,
    )
}
