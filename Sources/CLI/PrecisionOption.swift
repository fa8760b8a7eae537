import ArgumentParser
import Engine
import Kernels
import Nodes

/// How exactly diffusion models compute; the same option for every command that runs or plans.
struct PrecisionOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How exactly diffusion models multiply: float32, bfloat16 (faster with AVX-512 BF16), int8 (faster still with VNNI).",
            valueName: "type"))
    var precision = Precision.float32

    /// Pictures differ with the precision, and so do their keys.
    var variant: ResultVariant? {
        precision == .float32 ? nil : ResultVariant(name: precision.rawValue, outputTypes: networkPortTypes)
    }

    /// - Throws: whatever `body` throws.
    func callAsFunction<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await Precision.$asked.withValue(precision) { try await body() }
    }
}

extension Precision: ExpressibleByArgument {}
