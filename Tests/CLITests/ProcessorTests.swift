import Testing

@testable import CLI

struct ProcessorTests {
    @Test func `a processor with everything passes`() {
        let text = "processor\t: 0\nflags\t\t: fpu sse4_2 fma f16c avx avx2 bmi2\n"
        #expect(Processor.missingInstructions(inProcessorDescription: text).isEmpty)
    }

    @Test func `an old processor is told what it lacks`() {
        let text = "processor\t: 0\nflags\t\t: fpu sse4_2 f16c avx\n"
        let missing = Processor.missingInstructions(inProcessorDescription: text)
        #expect(missing == ["avx2", "fma"])
        #expect(
            "\(UnsupportedProcessor(missing: missing))"
                == "this processor lacks avx2, fma. Build with DARKROOM_CPU=baseline, or use another machine.")
    }
}
