package io.tuyere.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that call gateways in turns, without pause, until they are stopped: lamps that all know, writes, and
 * devices that nobody has seen before.
 */
public final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final String SWITCH_ON = "{\"commands\":[{\"code\":\"switch_led\",\"value\":true}]}";

    private final Gateways gateways;
    private final int size;
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean stopped;

    private Traffic(Gateways gateways, int size) {
        this.gateways = gateways;
        this.size = size;
    }

    /** Gateways that can be called. */
    public interface Gateways {
        /** A connection to one of them. */
        Wire wire(int gateway);

        /** A call with a tenant's API key at one of them. */
        Request call(int gateway, String tenant, String method, String target);
    }

    /** Begins to call the first so many of these gateways. */
    public static Traffic over(Gateways gateways, int size) {
        Traffic traffic = new Traffic(gateways, size);
        for (int client = 0; client < CLIENTS; client++) {
            int first = client;
            traffic.clients.execute(() -> traffic.run(first));
        }
        traffic.flows(20);
        return traffic;
    }

    /** Waits until so many more calls were answered. */
    public void flows(long calls) {
        long enough = answered.get() + calls;
        Eventually.holds("calls are answered", Duration.ofSeconds(30), () -> answered.get() >= enough || failed());
    }

    /** Stops calling; answers what went wrong: failures of the gateway's own, and calls without an answer. */
    public List<String> stop() {
        stopped = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(20, TimeUnit.SECONDS)) {
                failures.add("a call was never answered");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new ArrayList<>(failures);
    }

    /** How long the slowest call took that was answered so far. */
    public Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Calls answered so far. */
    public long answered() {
        return answered.get();
    }

    private boolean failed() {
        return !failures.isEmpty();
    }

    private void run(int first) {
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < size; i++) {
                wires.add(gateways.wire(i));
            }
            for (int i = first; !stopped; i++) {
                long began = System.nanoTime();
                judge(call(i).send(wires.get(i % size)));
                slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
            }
        } catch (RuntimeException broken) {
            failures.add(broken.toString());
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private Request call(int number) {
        int gateway = number % size;
        return switch (number % 5) {
            case 0 ->
                gateways.call(gateway, TestTenants.ACME, "POST", "/v1.0/devices/demo-eu-lamp-1/commands")
                        .json(SWITCH_ON);
            case 1 -> gateways.call(gateway, TestTenants.OTHER, "GET", "/v1.0/devices/demo-us-lamp-1");
            case 2 -> gateways.call(gateway, TestTenants.ACME, "GET", "/v1.0/devices/nobody-has-" + number);
            default -> gateways.call(gateway, TestTenants.ACME, "GET", "/v1.0/devices/demo-eu-lamp-1");
        };
    }

    private void judge(Response answer) {
        if (!answer.error().isEmpty() || answer.status() >= 500) {
            failures.add(answer.status() + " " + answer.text());
        }
        answered.incrementAndGet();
    }

    @Override
    public void close() {
        stopped = true;
        clients.shutdownNow();
    }
}
