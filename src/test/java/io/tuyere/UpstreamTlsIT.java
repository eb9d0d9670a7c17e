package io.tuyere;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.X509Bundle;
import io.tuyere.config.Configuration;
import io.tuyere.core.RegionOverride;
import io.tuyere.support.CapturedLog;
import io.tuyere.support.EveryTlsEngine;
import io.tuyere.support.GatewayUnderTest;
import io.tuyere.support.RecordingCloud;
import io.tuyere.support.Response;
import io.tuyere.support.TestCertificates;
import io.tuyere.support.TestTenants;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data centres must prove that they are what they are taken for. */
class UpstreamTlsIT extends EveryTlsEngine {
    private static final X509Bundle AUTHORITY = TestCertificates.authority("private");

    @TempDir
    private static Path folder;

    @Test
    void regionOfATrustedAuthorityIsCalled() {
        try (RecordingCloud cloud = RecordingCloud.secured(TestCertificates.local(AUTHORITY))) {
            assertThat(call(cloud, UpstreamTlsIT::trusting).success()).isTrue();

            assertThat(cloud.take()).hasSize(1);
            assertThat(cloud.serverNames()).singleElement().asString().contains("localhost");
        }
    }

    @Test
    void regionOfAnAuthorityThatNobodyTrustsIsNot() {
        try (RecordingCloud cloud = RecordingCloud.secured(TestCertificates.local(AUTHORITY))) {
            refused(cloud, usual -> usual, "its certificate is of nobody that is trusted");
        }
    }

    @Test
    void regionWithTheCertificateOfAnotherHostIsNot() {
        try (RecordingCloud cloud = RecordingCloud.secured(TestCertificates.foreign(AUTHORITY))) {
            refused(cloud, UpstreamTlsIT::trusting, "its certificate is for another name");
        }
    }

    @Test
    void regionWithACertificateThatHasEndedIsNot() {
        try (RecordingCloud cloud = RecordingCloud.secured(TestCertificates.ended(AUTHORITY))) {
            refused(cloud, UpstreamTlsIT::trusting, "its certificate has ended");
        }
    }

    private static void refused(RecordingCloud cloud, UnaryOperator<Configuration> trust, String reason) {
        Response answer = call(cloud, trust);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.error()).isEqualTo("region-unavailable");
        assertThat(answer.text()).contains(reason);
        assertThat(cloud.take()).isEmpty();
    }

    private static Configuration trusting(Configuration usual) {
        return usual.withUpstream(
                usual.upstream().withTrust(TestCertificates.chain(folder.resolve("trust.pem"), AUTHORITY)));
    }

    private static Response call(RecordingCloud cloud, UnaryOperator<Configuration> trust) {
        UnaryOperator<Configuration> there =
                usual -> trust.apply(usual.withRegions(Map.of("eu", RegionOverride.of("eu", cloud.url()))));
        try (CapturedLog log = new CapturedLog();
                GatewayUnderTest gateway = GatewayUnderTest.start(there)) {
            Response answer =
                    gateway.keyed(TestTenants.ACME, "GET", "/v1.0/sim/echo").send();
            assertThat(log.troubles()).isEmpty();
            return answer;
        }
    }
}
