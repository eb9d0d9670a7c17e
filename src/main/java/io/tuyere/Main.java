package io.tuyere;

final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
