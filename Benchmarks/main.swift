import Foundation

// Prints what each kernel reaches beside what the machine can do: Benchmarks [FILTER…]
let filters = CommandLine.arguments.dropFirst()
let families = [
    packingBenchmarks, matMulBenchmarks, convolutionBenchmarks, attentionBenchmarks, normalizationBenchmarks,
    elementwiseBenchmarks, layoutBenchmarks, resamplingBenchmarks, quantizedBenchmarks, precisionBenchmarks,
    detectionBenchmarks,
]
let benchmarks = families.joined().filter { benchmark in
    filters.isEmpty || filters.contains { benchmark.name.contains($0) }
}

func row(_ name: String, _ columns: String...) -> String {
    let padded = columns.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }
    return name.padding(toLength: 52, withPad: " ", startingAt: 0) + padded.joined()
}

var ceiling = Ceilings.multiplyAdds(seconds: 1)
print(row("best of several, \(Ceilings.threads) threads", "ms", "GFLOP/s", "of FMA", "by CPU", "GB/s"))
print(row("reading memory", "", "", "", "", String(format: "%.1f", Ceilings.reading())))
for benchmark in benchmarks {
    let time = benchmark.timing()
    // Again and again: clock rates change with what the neighbours do.
    let now = Ceilings.multiplyAdds(seconds: 0.1)
    ceiling.together = max(ceiling.together, now.together)
    let rate = Rate(benchmark.operations, time)
    print(
        row(
            benchmark.name, String(format: "%.2f", time.wall * 1e3), String(format: "%.0f", rate.together * 1e-9),
            String(format: "%.0f %%", 100 * rate.together / ceiling.together),
            String(format: "%.0f %%", 100 * rate.perProcessor / ceiling.perProcessor),
            String(format: "%.1f", benchmark.bytes / time.wall * 1e-9)))
}
print(
    row(
        "multiply-adds in registers", "", String(format: "%.0f", ceiling.together * 1e-9), "100 %", "100 %",
        String(format: "(%.0f a processor second)", ceiling.perProcessor * 1e-9)))
