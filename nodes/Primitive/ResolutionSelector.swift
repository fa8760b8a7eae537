import Engine

/// Width to height.
enum AspectRatio: String, Choice {
    case square = "1:1 (Square)"
    case portraitPhoto = "2:3 (Portrait Photo)"
    case photo = "3:2 (Photo)"
    case portraitStandard = "3:4 (Portrait Standard)"
    case standard = "4:3 (Standard)"
    case portraitWidescreen = "9:16 (Portrait Widescreen)"
    case widescreen = "16:9 (Widescreen)"
    case ultrawide = "21:9 (Ultrawide)"
}

/// Width and height from an aspect ratio and a number of pixels.
struct ResolutionSelector: Node {
    static let displayName = "Resolution Selector"
    static let category = "utilities"
    static let summary = "Tell width and height for an aspect ratio and a number of pixels."

    @Input("Width to height.") var aspectRatio = AspectRatio.square
    @Input("Pixels, in units of 1024 × 1024.", in: 0.1...16, step: 0.1) var megapixels = 1.0
    @Input("What width and height are multiples of.", in: 8...128, step: 4) var multiple = 8

    @Output("width") var width: Int
    @Output("height") var height: Int

    func run(_ context: RunContext) {
        let (across, down) = aspectRatio.parts
        let unit = (megapixels * 1024 * 1024 / Double(across * down)).squareRoot()
        func side(_ parts: Int) -> Int { pythonRound(Double(parts) * unit / Double(multiple)) * multiple }
        (width, height) = (side(across), side(down))
    }
}

extension AspectRatio {
    fileprivate var parts: (Int, Int) {
        switch self {
        case .square: (1, 1)
        case .portraitPhoto: (2, 3)
        case .photo: (3, 2)
        case .portraitStandard: (3, 4)
        case .standard: (4, 3)
        case .portraitWidescreen: (9, 16)
        case .widescreen: (16, 9)
        case .ultrawide: (21, 9)
        }
    }
}
