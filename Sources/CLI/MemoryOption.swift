import ArgumentParser
import Foundation

/// How much memory a run may take.
struct MemoryOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Memory that a run may take, such as 8G; all of the machine's unless given. What cannot fit is refused.",
            valueName: "size"))
    var memory: ByteSize?

    /// - Units: bytes.
    var limit: Int { memory?.bytes ?? Int(clamping: ProcessInfo.processInfo.physicalMemory) }
}
