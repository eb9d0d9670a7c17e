package io.tuyere.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void ownersAreServedInTurnAndEachInItsOrder() {
        queue.add("a", "a1");
        queue.add("a", "a2");
        queue.add("a", "a3");
        queue.add("b", "b1");
        queue.add("c", "c1");
        queue.add("b", "b2");

        assertThat(new String[] {queue.poll(), queue.poll(), queue.poll(), queue.poll(), queue.poll(), queue.poll()})
                .containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void longLineOfOneIsNotAheadOfAnother() {
        for (int i = 0; i < 100; i++) {
            queue.add("flood", "f" + i);
        }

        assertThat(queue.ahead("flood")).isEqualTo(100);
        assertThat(queue.ahead("other")).isEqualTo(1);
    }

    @Test
    void itemThatIsTakenOutIsNotServed() {
        queue.add("a", "a1");
        queue.add("b", "b1");

        assertThat(queue.remove("a", "a1")).isTrue();
        assertThat(queue.remove("a", "a1")).isFalse();
        assertThat(queue.poll()).isEqualTo("b1");
        assertThat(queue.isEmpty()).isTrue();
    }
}
