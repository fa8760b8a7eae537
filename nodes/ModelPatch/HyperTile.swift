import Diffusion
import Engine
import Models
import Synchronization
import Tensors

/// Lets tokens attend to parts of the picture only.
struct HyperTile: Node {
    static let category = "model/patch/unet"
    static let summary = "Attend within tiles of the picture, which is quicker for large ones."

    @Input("The model.") var model: Model
    @Input("Least edge of a tile, in pixels.", in: 1...2048) var tileSize = 256
    @Input("From how many tile sizes one is drawn.", in: 1...128) var swapSize = 2
    @Input("To how many levels of the network it applies, beside the first.", in: 0...10) var maxDepth = 0
    @Input("Whether tiles grow with the level.") var scaleDepth = false

    @Output var changed: Model

    func run(_ context: RunContext) throws {
        let channels = try model.network.get().configuration.trunk.modelChannels
        let (tile, swaps, depth, scales) = (max(32, tileSize) / 8, swapSize, maxDepth, scaleDepth)
        changed = model
        changed.walkPatches.append { _ in
            AttentionTiles(tile: tile, swaps: swaps, depth: depth, scales: scales, modelChannels: channels)
        }
    }
}

/// Cuts queries into tiles, each of which attends to an equal share of the tokens.
///
/// - Source: https://github.com/tfernd/HyperTile, as ComfyUI's `nodes_hypertile.py` applies it: keys and values are cut in
///   the order of the tokens, not into tiles.
private final class AttentionTiles: SelfAttentionPatch {
    private let tile: Int, swaps: Int
    private let widths: [Int]
    private let scales: Bool
    private let modelChannels: Int
    /// Each draw has a seed of its own, counted up.
    private let draws = Mutex<UInt32>(1)

    init(tile: Int, swaps: Int, depth: Int, scales: Bool, modelChannels: Int) {
        (self.tile, self.swaps, self.scales, self.modelChannels) = (tile, swaps, scales, modelChannels)
        widths = (0...depth).map { modelChannels << $0 }
    }

    func callAsFunction(_ inputs: inout SelfAttentionInputs, at site: AttentionSite) {
        let shape = inputs.query.shape
        guard widths.contains(shape[2]) else { return }
        let (height, width) = Self.sides(of: shape[1], aspect: Double(site.width) / Double(site.height))
        let factor = scales ? 1 << (shape[2] / modelChannels - 1) : 1
        let rows = divisor(of: height, atLeast: tile * factor)
        let columns = divisor(of: width, atLeast: tile * factor)
        guard rows * columns > 1 else { return }

        let parts = rows * columns
        let (cellRows, cellColumns) = (height / rows, width / columns)
        let cut = [shape[0], rows, cellRows, columns, cellColumns, shape[2]]
        let tiled = [shape[0] * parts, cellRows * cellColumns, shape[2]]
        inputs.query = transposed(inputs.query.reshaped(cut), [0, 1, 3, 2, 4, 5]).reshaped(tiled)
        for input in [\SelfAttentionInputs.key, \.value] {
            inputs[keyPath: input] = inputs[keyPath: input].reshaped(tiled)
        }
        inputs.restore.append { output in
            transposed(
                output.reshaped([shape[0], rows, columns, cellRows, cellColumns, shape[2]]), [0, 1, 3, 2, 4, 5]
            ).reshaped(shape)
        }
    }

    /// Into how many parts a side is cut: drawn from the largest numbers of parts that are no smaller than asked for.
    private func divisor(of side: Int, atLeast least: Int) -> Int {
        let divisors = (min(least, side)...side).filter { side.isMultiple(of: $0) }
        let parts = divisors.prefix(swaps).map { side / $0 }
        let seed = draws.withLock { seed in
            defer { seed &+= 1 }
            return seed
        }
        var chance = PythonGenerator(seed: seed)
        return parts[chance.integer(below: parts.count)]
    }

    /// Height and width of a grid of `count` tokens. ComfyUI takes them for each other: what it calls height goes with the
    /// picture's width.
    private static func sides(of count: Int, aspect: Double) -> (Int, Int) {
        var height = Int((Double(count) * aspect).squareRoot().rounded(.toNearestOrEven))
        var width = Int((Double(count) / aspect).squareRoot().rounded(.toNearestOrEven))
        if height * width == count { return (height, width) }
        if height > 0, count.isMultiple(of: height) {
            width = count / height
        } else if width > 0, count.isMultiple(of: width) {
            height = count / width
        } else {
            let pairs = (2...max(2, count)).filter { count.isMultiple(of: $0) }.map { ($0, count / $0) }
            func miss(_ pair: (Int, Int)) -> Double { abs(Double(pair.1) / Double(pair.0) - aspect) }
            return pairs.min { miss($0) < miss($1) } ?? (count, 1)
        }
        return (height, width)
    }
}
