package io.tuyere.support;

import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that run once with the best engine for TLS that there is, and once with the JDK's, which stands in for it elsewhere. */
@ParameterizedClass(name = "engine {0}")
@ValueSource(strings = {EveryTlsEngine.BEST, EveryTlsEngine.JDK})
public abstract class EveryTlsEngine {
    /** The best that there is. */
    protected static final String BEST = "best";

    /** The JDK's. */
    protected static final String JDK = "jdk";

    private static final String PROPERTY = "tuyere.tls";

    /** The engine of this run. */
    @Parameter
    protected String engine = "";

    @BeforeParameterizedClassInvocation
    static void use(String engine) {
        System.setProperty(PROPERTY, engine);
    }

    @AfterParameterizedClassInvocation
    static void useTheBestAgain() {
        System.clearProperty(PROPERTY);
    }
}
