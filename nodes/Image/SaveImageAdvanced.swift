import Engine
import Formats
import Foundation
import Tensors

/// The kinds of file that pictures are saved in.
enum PictureFormat: String, Choice {
    case png, exr
}

/// How finely light is kept in a PNG.
enum PNGDepth: String, Choice {
    case eight = "8-bit"
    case sixteen = "16-bit"
}

/// How finely light is kept in an EXR.
enum EXRDepth: String, Choice {
    case float = "32-bit float"
}

/// What the numbers of a PNG mean.
enum PNGColourSpace: String, Choice {
    case standard = "sRGB"
}

/// What the numbers of a picture mean that becomes an EXR.
enum ColourSpace: String, Choice {
    case standard = "sRGB"
    case highRange = "HDR"
    case linear
}

/// Saves pictures with a choice of format and depth.
struct SaveImageAdvanced: ChecksInputs {
    static let displayName = "Save Image (Advanced)"
    static let category = "image"
    static let summary = "Save pictures as PNG of 8 or 16 bits, or as EXR in linear light."
    static let isOutput = true

    @Input("The pictures.") var images: Image
    @Input("How file names begin; may hold subfolders.", isTemplate: true) var filenamePrefix = "ComfyUI"
    @Input("The kind of file.") var format: PictureFormat
    @Input("Bits of a sample.", when: .when("format", is: "png")) var bitDepth = PNGDepth.eight
    @Input("What the numbers mean.", when: .when("format", is: "png"))
    var inputColorSpace = PNGColourSpace.standard
    @Input("Bits of a sample.", when: .when("format", is: "exr"), name: "bit_depth") var floatDepth = EXRDepth.float
    @Input(
        "What the numbers mean, which become linear light.", when: .when("format", is: "exr"), name: "input_color_space"
    )
    var colourSpace = ColourSpace.standard

    @Output("images") var saved: Image

    func check(in folders: Folders) throws {
        if let prefix = $filenamePrefix.literal { _ = try SavedPictures.place(of: prefix) }
    }

    func run(_ context: RunContext) throws {
        let shape = images.pixels.shape
        let files = try NumberedFiles(
            root: context.folders.output, prefix: filenamePrefix, height: shape[1], width: shape[2], date: Date())
        for index in 0..<shape[0] {
            try context.progress(index, of: shape[0])
            let picture = images.pixels[rows: index..<index + 1]
            let bytes =
                switch (format, bitDepth) {
                case (.png, .sixteen): PNG.encode16(picture, text: context.metadata)
                case (.png, _): PNG.encode(picture, text: context.metadata)
                case (.exr, _):
                    EXR.encode(
                        colourSpace.linear(picture), primaries: colourSpace == .highRange ? .wide : .standard,
                        texts: context.metadata)
                }
            let named = files.replacing("%batch_num%", with: "\(index)")
            context.saved(
                try named.write(ending: "." + format.rawValue) { try AtomicFile.write(bytes, to: $0, existing: .kept) })
        }
        try context.progress(shape[0], of: shape[0])
        saved = images
    }
}

extension ColourSpace {
    /// Linear light; alpha, the fourth channel, is left alone.
    ///
    /// - Source: IEC 61966-2-1 (sRGB); ITU-R BT.2100, table 5 (HLG), whose inverse gives scene light.
    func linear(_ picture: Tensor) -> Tensor {
        guard self != .linear else { return picture }
        let channels = picture.shape[3]
        let values = picture.array
        let linear = values.indices.map { index in
            channels == 4 && index % 4 == 3 ? values[index] : light(values[index])
        }
        return Tensor(linear, shape: picture.shape)
    }

    private func light(_ value: Float) -> Float {
        let signal = Double(value)
        switch self {
        case .linear: return value
        case .standard: return Float(signal <= 0.04045 ? signal / 12.92 : pow((signal + 0.055) / 1.055, 2.4))
        case .highRange:
            if signal <= 0.5 { return Float(signal * signal / 3) }
            return Float((exp((signal - 0.55991072928) / 0.17883277) + 0.28466892) / 12)
        }
    }
}
