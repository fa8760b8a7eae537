// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "darkroom",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "darkroom", targets: ["CLI"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    // Reads from the bottom up: a target may depend only on targets listed above it.
    targets: [
        // Numbers.
        .target(name: "Panels", swiftSettings: .kernels),
        // Compiled for AVX-512; called only where the processor has it.
        .target(name: "WidePanels", dependencies: ["Panels"], swiftSettings: .widePanels),
        // A header: what Swift cannot name of AVX-512.
        .systemLibrary(name: "CBrainFloats", path: "Sources/CBrainFloats"),
        // Compiled for AVX-512 with products of brain floats and of bytes; called only where the processor has them.
        .target(name: "WideProducts", dependencies: ["CBrainFloats"], swiftSettings: .wideProducts),
        .target(name: "Kernels", dependencies: ["Panels", "WidePanels", "WideProducts"], swiftSettings: .kernels),
        .target(name: "Tensors", dependencies: ["Kernels"], swiftSettings: .house),

        // Files and words.
        .target(name: "JSON", swiftSettings: .house),
        .target(
            name: "CImageCodecs",
            cSettings: .homebrew,
            linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("z")] + .homebrew),
        .target(name: "Formats", dependencies: ["Tensors", "JSON", "CImageCodecs", crypto], swiftSettings: .house),
        .target(name: "Text", swiftSettings: .house),
        .target(name: "CFonts", cSettings: .homebrew + .freeType, linkerSettings: .homebrew),
        .target(
            name: "Fonts", dependencies: ["CFonts"],
            // The letters that pictures are written in.
            resources: [.embedInCode("Resources/Aileron-Regular.ttf")], swiftSettings: .house),
        .target(name: "Grammars", dependencies: ["JSON"], swiftSettings: .house),

        // Shaders: a machine that does one thing for many pixels at once, and what turns GLSL into its programs.
        .target(name: "Lanes", swiftSettings: .kernels),
        .target(name: "Shading", dependencies: ["Lanes", "Kernels"], swiftSettings: .house),

        // Small models of a user's own.
        .target(name: "LinearModels", swiftSettings: .house),

        // Models.
        .target(name: "Layers", dependencies: ["Tensors"], swiftSettings: .house),
        .target(name: "Diffusion", dependencies: ["Tensors"], swiftSettings: .house),
        .target(
            name: "Models", dependencies: ["Layers", "Diffusion", "Formats", "Text", "Grammars"], swiftSettings: .house),

        // Graphs. The engine knows no tensors, and the models know no graphs; nodes are where they meet.
        .target(name: "Engine", dependencies: ["JSON", crypto], swiftSettings: .house),
        .target(name: "Workflows", dependencies: ["Engine", "Formats", "JSON"], swiftSettings: .house),
        .target(name: "Cache", dependencies: ["Engine", "Formats", "Tensors", "JSON"], swiftSettings: .house),
        .target(
            name: "Nodes", dependencies: ["Engine", "Cache", "Models", "LinearModels", "Shading", "Fonts"],
            path: "nodes",
            // Node types that are graphs.
            resources: [.copy("blueprints")], swiftSettings: .house),

        // Many runs of one graph: what they are, their journal, what they share.
        .target(name: "Batch", dependencies: ["Engine", "Formats", "Tensors", "JSON", crypto], swiftSettings: .house),

        // Graphs on paper: drawings, schemas, warnings, plans in words.
        .target(name: "Authoring", dependencies: ["Engine", "JSON"], swiftSettings: .house),

        // Front doors.
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Workflows", "Engine", "Authoring", "Batch", "Nodes", "Models", "Grammars", "Formats", "JSON",
                "Kernels",
                argumentParser,
            ],
            // A models directory that every run looks into last.
            resources: [.copy("Resources/starter-models")], swiftSettings: .house),

        // Tests mirror Sources; Benchmarks has one file per kernel.
        .target(
            name: "TestSupport", dependencies: ["Tensors", "Kernels"], path: "Tests/Support", swiftSettings: .house),
        .executableTarget(
            name: "Benchmarks", dependencies: ["Kernels"], path: "Benchmarks",
            exclude: ["peers", "Graphs", "Language"],
            swiftSettings: .kernels),
        .executableTarget(
            name: "GraphBenchmarks", dependencies: ["Engine", "JSON"], path: "Benchmarks/Graphs",
            swiftSettings: .house),
        .executableTarget(
            name: "LanguageBenchmarks", dependencies: ["Models", "Tensors", "JSON"], path: "Benchmarks/Language",
            swiftSettings: .house),
        .house(testing: "Kernels"),
        .house(testing: "Tensors"),
        .house(testing: "JSON"),
        .house(testing: "Formats"),
        .house(testing: "Text"),
        .house(testing: "Fonts"),
        .house(testing: "Grammars"),
        .house(testing: "Shading", with: ["Lanes"]),
        .house(testing: "LinearModels"),
        .house(testing: "Layers"),
        .house(testing: "Diffusion"),
        .house(testing: "Models"),
        .house(testing: "Engine"),
        .house(testing: "Workflows"),
        .house(testing: "Cache"),
        .house(testing: "Nodes"),
        .house(testing: "Authoring", with: ["Nodes"]),
        .house(testing: "Batch"),
        .house(testing: "CLI"),
    ]
)

extension Target {
    /// The tests of one target: `Tests/<Name>Tests`.
    static func house(testing name: String, with others: [Target.Dependency] = []) -> Target {
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + others,
            swiftSettings: .unsafeAllowed)
    }
}

/// Where Homebrew keeps libpng, libjpeg and FreeType; other systems keep them where compilers look.
enum Homebrew {
    static var folders: [String] {
        ["/opt/homebrew", "/usr/local"].flatMap { [$0, $0 + "/opt/jpeg-turbo"] }
    }
}

extension [CSetting] {
    static var homebrew: Self {
        [.unsafeFlags(Homebrew.folders.map { "-I\($0)/include" }, .when(platforms: [.macOS]))]
    }

    /// Its headers lie in a folder of their own.
    static var freeType: Self {
        [
            .unsafeFlags(["-I/usr/include/freetype2"], .when(platforms: [.linux])),
            .unsafeFlags(Homebrew.folders.map { "-I\($0)/include/freetype2" }, .when(platforms: [.macOS])),
        ]
    }
}

extension [LinkerSetting] {
    static var homebrew: Self {
        [.unsafeFlags(Homebrew.folders.map { "-L\($0)/lib" }, .when(platforms: [.macOS]))]
    }
}

extension [SwiftSetting] {
    static var unsafeAllowed: Self {
        [
            .treatAllWarnings(as: .error),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            // `values` of a tensor is a Span that borrows it; the attribute that says so is still called experimental.
            .enableExperimentalFeature("Lifetimes"),
        ]
    }

    /// Everywhere but in `Kernels`, unsafe code must wear the word `unsafe`.
    static var house: Self { unsafeAllowed + [.strictMemorySafety()] }

    /// Optimised in every configuration (a debug U-Net would take minutes), for the processor that was chosen.
    static var kernels: Self { unsafeAllowed + [.unsafeFlags(["-Ounchecked"] + processor)] }

    /// The same for processors with AVX-512 and its dot products of bytes.
    static var widePanels: Self {
        #if arch(x86_64)
            unsafeAllowed + [.unsafeFlags(["-Ounchecked", "-Xcc", "-march=x86-64-v4", "-Xcc", "-mavx512vnni"])]
        #else
            kernels
        #endif
    }

    /// The same for processors that multiply brain floats as well.
    static var wideProducts: Self {
        #if arch(x86_64)
            widePanels + [.unsafeFlags(["-Xcc", "-mavx512bf16"])]
        #else
            kernels
        #endif
    }

    /// `DARKROOM_CPU=baseline|v3|native` at build time; AVX2, FMA and F16C (`v3`) by default on x86-64.
    private static var processor: [String] {
        #if arch(x86_64)
            switch Context.environment["DARKROOM_CPU"] {
            case "baseline": ["-D", "BASELINE"]
            case "native": ["-Xcc", "-march=native"]
            default: ["-Xcc", "-march=x86-64-v3"]
            }
        #else
            []
        #endif
    }
}
