package io.tuyere.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void commentsAndEmptyLinesAreNoRows() {
        Table table = Table.parse("t", "# facts\nid\tn\n\na\t1\n# more\nb\t\n");

        assertThat(table.columns()).containsExactly("id", "n");
        assertThat(table.rows()).extracting(row -> row.text("id")).containsExactly("a", "b");
        assertThat(table.rows().get(0).number("n")).isEqualTo(1);
        assertThat(table.rows().get(1).text("n")).isEmpty();
    }

    @Test
    void cellMayHoldSeveralParts() {
        Table table = Table.parse("t", "id\tparts\na\tx,y\nb\t\n");

        assertThat(table.rows().get(0).parts("parts")).containsExactly("x", "y");
        assertThat(table.rows().get(1).parts("parts")).isEmpty();
    }

    @Test
    void constantIsWrittenInDashCase() {
        Table.Row row = Table.parse("t", "class\ncloud-fault").rows().get(0);

        assertThat(row.constant(CodeClass.class, "class")).isEqualTo(CodeClass.CLOUD_FAULT);
        assertThatIllegalStateException()
                .isThrownBy(() -> row.constant(Trip.class, "class"))
                .withMessage("unknown class: cloud-fault");
    }

    @Test
    void crookedTableIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Table.parse("t", "a\tb\n1\t2\t3"))
                .withMessage("t: 2 columns, but 3 cells at 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> Table.parse("t", "# nothing"))
                .withMessage("t has no line that names its columns");
        assertThatIllegalStateException()
                .isThrownBy(() -> Table.resource("no-such.tsv"))
                .withMessage("resource no-such.tsv is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.parse("t", "a\n1").rows().get(0).text("b"))
                .withMessage("no column b in [a]");
    }
}
