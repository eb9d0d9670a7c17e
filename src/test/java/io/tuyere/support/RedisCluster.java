package io.tuyere.support;

import io.tuyere.redis.RedisSettings;
import io.tuyere.redis.RedisSettings.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three masters, each with a third of the slots; the second has a replica. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int REPLICA = 3;
    private static final int NODES = 4;
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
        for (int i = 0; i < MASTERS; i++) {
            String first = Integer.toString(SLOTS * i / MASTERS);
            String last = Integer.toString(SLOTS * (i + 1) / MASTERS - 1);
            RedisProcess.accepted(node(i).ask("CLUSTER", "ADDSLOTSRANGE", first, last));
            RedisProcess.accepted(node(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1)));
        }
        for (RedisProcess node : nodes) {
            RedisProcess.accepted(node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(node(0).port())));
        }
        for (RedisProcess node : nodes) {
            Eventually.holds("the cluster is whole", PATIENCE, () -> whole(node));
        }
        RedisProcess.accepted(node(REPLICA).ask("CLUSTER", "REPLICATE", id(1)));
        Eventually.holds(
                "it has a replica",
                PATIENCE,
                () -> node(REPLICA).ask("INFO", "replication").contains("master_link_status:up"));
    }

    private String id(int node) {
        return node(node).ask("CLUSTER", "MYID");
    }

    /** The number of the master that has the slot of a key. */
    public int owner(String key) {
        return slot(key) * MASTERS / SLOTS;
    }

    private int slot(String key) {
        return Integer.parseInt(node(0).ask("CLUSTER", "KEYSLOT", key));
    }

    /** Begins to move the slot of a key: what is there stays, what is not is asked for at the other node. */
    public void beginToMove(String key, int from, int to) {
        String slot = Integer.toString(slot(key));
        RedisProcess.accepted(node(to).ask("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from)));
        RedisProcess.accepted(node(from).ask("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to)));
    }

    /** Moves what is in the slot of a key, and the slot with it. */
    public void move(String key, int from, int to) {
        String slot = Integer.toString(slot(key));
        node(from).ask("CLUSTER", "GETKEYSINSLOT", slot, "100").lines().forEach(each -> {
            String unused = node(from)
                    .ask("MIGRATE", "127.0.0.1", Integer.toString(node(to).port()), each, "0", "5000", "REPLACE");
        });
        RedisProcess.accepted(node(to).ask("CLUSTER", "SETSLOT", slot, "NODE", id(to)));
        RedisProcess.accepted(node(from).ask("CLUSTER", "SETSLOT", slot, "NODE", id(to)));
    }

    private static boolean whole(RedisProcess node) {
        return node.ask("CLUSTER", "INFO").contains("cluster_state:ok")
                && node.ask("CLUSTER", "INFO").contains("cluster_known_nodes:" + NODES);
    }

    /** One of its nodes. */
    public RedisProcess node(int number) {
        return nodes.get(number);
    }

    /** All its nodes. */
    public List<RedisProcess> nodes() {
        return List.copyOf(nodes);
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
