package io.tuyere;

import io.tuyere.config.ConfigWatcher;
import io.tuyere.config.Configuration;
import io.tuyere.config.Generation.Trigger;
import io.tuyere.config.Reading;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the gateway. */
@Command(
        name = "run",
        description = "Runs the gateway until it gets SIGTERM or SIGINT.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: ./tuyere run -c conf/tuyere.yaml",
            "          ./tuyere run -c conf/tuyere.yaml --set server.port=8081",
            "          TUYERE_SERVER_PORT=8081 ./tuyere run"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Override
    public Integer call() {
        Reading reading = config.read();
        Configuration configuration = reading.configuration()
                .orElseThrow(() -> new ConfigurationException("the configuration is not usable\n" + reading.render()));
        reading.problems().forEach(doubt -> LOG.warn("{}", doubt.render()));
        Vertx vertx = Transports.vertx(
                RunningGateway.vertxOptions(), configuration.server().transport());
        RunningGateway gateway = Servers.started(vertx, RunningGateway.start(vertx, configuration));
        LOG.info(
                "tuyere {} serves {} tenants on {}:{}, management on {}:{}",
                VersionCommand.version(),
                gateway.tenants(),
                configuration.server().host(),
                gateway.port(),
                configuration.management().host(),
                gateway.managementPort());
        gateway.rehearse(Rehearsal.CONNECTIONS)
                .onComplete(over -> LOG.debug("rehearsed with {} connections", over.result(), over.cause()));
        ConfigWatcher watcher = gateway.watch(config::read, reading);
        Signals.onHangUp(
                () -> watcher.reload(Trigger.SIGNAL).onFailure(broken -> LOG.error("reloading failed", broken)));
        Servers.stopOnSignal(vertx, () -> {
            LOG.info("stopping: calls under way are answered first");
            return gateway.stop();
        });
        return Servers.STILL_RUNNING;
    }
}
