package io.tuyere.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tuyere.core.ResourceId;
import org.junit.jupiter.api.Test;

class LearnedRegionsTest {
    private static final ResourceId DEVICE = new ResourceId(ResourceId.Kind.DEVICE, "d1");

    private final LearnedRegions learned = new LearnedRegions();

    @Test
    void regionIsRememberedPerTenantAndKind() {
        learned.learn("acme", DEVICE, "us");

        assertThat(learned.find("acme", DEVICE)).contains("us");
        assertThat(learned.find("other", DEVICE)).isEmpty();
        assertThat(learned.find("acme", new ResourceId(ResourceId.Kind.HOME, "d1")))
                .isEmpty();
        assertThat(learned.size()).isEqualTo(1);
    }

    @Test
    void deviceThatMovedIsFoundWhereItWasLast() {
        learned.learn("acme", DEVICE, "us");
        learned.learn("acme", DEVICE, "us");
        learned.learn("acme", DEVICE, "eu");

        assertThat(learned.find("acme", DEVICE)).contains("eu");
        assertThat(learned.size()).isEqualTo(1);
    }
}
