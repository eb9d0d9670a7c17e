package io.tuyere.support;

import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three masters without replicas, each with a third of the slots. */
public final class RedisCluster implements AutoCloseable {
    private static final int NODES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<RedisProcess> nodes = new ArrayList<>();

    private RedisCluster() {}

    /** A cluster that is ready. */
    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        for (int i = 0; i < NODES; i++) {
            cluster.nodes.add(RedisProcess.start("--cluster-enabled yes", "--cluster-node-timeout 1000"));
        }
        cluster.join();
        return cluster;
    }

    private void join() {
        for (int i = 0; i < NODES; i++) {
            String first = Integer.toString(SLOTS * i / NODES);
            String last = Integer.toString(SLOTS * (i + 1) / NODES - 1);
            accepted(node(i).ask("CLUSTER", "ADDSLOTSRANGE", first, last));
            accepted(node(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1)));
        }
        for (RedisProcess node : nodes) {
            accepted(node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node(0).port())));
        }
        for (RedisProcess node : nodes) {
            Eventually.holds("the cluster is whole", PATIENCE, () -> whole(node));
        }
    }

    private static boolean whole(RedisProcess node) {
        return node.ask("CLUSTER", "INFO").contains("cluster_state:ok")
                && node.ask("CLUSTER", "INFO").contains("cluster_known_nodes:" + NODES);
    }

    private static void accepted(String answer) {
        if (!answer.equals("OK")) {
            throw new IllegalStateException(answer);
        }
    }

    /** One of its nodes. */
    public RedisProcess node(int number) {
        return nodes.get(number);
    }

    /** Settings that name all nodes, with this much time for a command. */
    public RedisSettings settings(Duration commandTimeout) {
        return RedisProcess.settings(nodes.stream().map(RedisProcess::url).toList(), Mode.CLUSTER, commandTimeout);
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
