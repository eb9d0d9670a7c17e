package io.tuyere.observe;

/** What may stand in a line of the access log, in the order in which it stands there. */
public enum AccessField {
    REQUEST_ID("request_id"),
    TRACE_ID("trace_id"),
    TENANT("tenant"),
    CREDENTIAL_TYPE("credential_type"),
    CREDENTIAL("credential"),
    FACE("face"),
    METHOD("method"),
    TEMPLATE("template"),
    PATH("path"),
    QUERY("query"),
    STATUS("status"),
    OUTCOME("outcome"),
    CLOUD_CODE("cloud_code"),
    ERROR("error"),
    REGION("region"),
    ROUTE("route"),
    ATTEMPTS("attempts"),
    TOTAL("total_ms"),
    UPSTREAM("upstream_ms"),
    QUEUE("queue_ms"),
    BYTES_IN("bytes_in"),
    BYTES_OUT("bytes_out"),
    CLIENT("client"),
    TLS("tls"),
    HTTP("http"),
    HEADERS("headers");

    private final String label;

    AccessField(String label) {
        this.label = label;
    }

    /** Its name in the line. */
    public String label() {
        return label;
    }
}
