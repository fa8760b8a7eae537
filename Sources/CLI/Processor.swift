import Foundation

/// Whether this processor has the instructions that the kernels are compiled to.
enum Processor {
    /// - Throws: a sentence, in place of the illegal instruction that would follow.
    static func check() throws {
        #if arch(x86_64) && os(Linux)
            guard let file = FileHandle(forReadingAtPath: "/proc/cpuinfo") else { return }
            // The first processor's flags stand well within this; the file grows with every core.
            let text = String(decoding: (try? file.read(upToCount: 16_384)) ?? Data(), as: UTF8.self)
            let missing = missingInstructions(inProcessorDescription: text)
            guard missing.isEmpty else { throw UnsupportedProcessor(missing: missing) }
        #endif
    }

    /// Instruction sets that the program needs and the first processor of `/proc/cpuinfo` does not list.
    static func missingInstructions(inProcessorDescription text: String) -> [String] {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") }) else { return [] }
        let flags = Set(line.split(separator: " "))
        return ["avx2", "fma", "f16c"].filter { !flags.contains(Substring($0)) }
    }
}

struct UnsupportedProcessor: Error, CustomStringConvertible {
    let missing: [String]

    var description: String {
        "this processor lacks \(missing.joined(separator: ", ")). Build with DARKROOM_CPU=baseline, or use another machine."
    }
}
