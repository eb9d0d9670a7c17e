package io.tuyere.gateway;

import io.tuyere.limit.PlanLimit;
import io.tuyere.limit.Verdict;

/** What a plan said to a call. */
record Allowance(PlanLimit limit, Verdict verdict) {}
