//! A map: the drawing from the package, with the names of the places, a scale and a list.

use yew::{Html, html};

use super::super::format::{self, decimal, fraction};
use super::super::{copied, fact};
use sidelight_i18n::Messages;
use sidelight_model::{Aspect, Fact, FactBox, LabelSide, Map, MapPoint, anchor};

/// The height of the strip for the scale below the map, in map units.
const FOOT: f64 = 24.0;

/// Renders the map of a box, or nothing if the box has no map.
pub(super) fn map(fact_box: &FactBox, messages: Messages) -> Html {
    let Some(map) = &fact_box.map else {
        return Html::default();
    };
    let places: Vec<(&MapPoint, &Fact)> = map
        .points
        .iter()
        .filter_map(|point| {
            Some((
                point,
                fact_box.facts.iter().find(|fact| fact.id == point.fact)?,
            ))
        })
        .collect();
    let (width, height) = (decimal(map.width), decimal(map.height));
    let whole_height = decimal(map.height + FOOT);
    let in_words: Vec<String> = places
        .iter()
        .map(|(_, fact)| in_words(fact, messages))
        .collect();
    html! {
        <figure class="chart map" aria-label={messages.map(&in_words.join("; "))}>
            // The figure's label describes the drawing, and the list has the same links.
            <svg
                aria-hidden="true"
                viewBox={format!("0 0 {width} {whole_height}")}
                width={width.clone()}
                height={whole_height}
            >
                <svg {width} {height}>
                    if let Some(neighbours) = &map.neighbours {
                        <rect class="sea" width="100%" height="100%" />
                        <path class="land beyond" d={neighbours.clone()} />
                    }
                    <path class="land" d={map.outline.clone()} />
                </svg>
                { for map.labels.iter().map(|label| html! {
                    <text class="area" x={decimal(label.x)} y={decimal(label.y + 4.0)} text-anchor="middle">{ copied(&label.name) }</text>
                }) }
                { for places.iter().map(|(point, fact)| place(point, fact, messages)) }
                { scale(map, messages) }
            </svg>
            <figcaption>
                <ul class="map-places">
                    { for places.iter().map(|(_, fact)| html! {
                        <li><a href={anchor::link(&anchor::fact(&fact.id))} data-fact={fact.id.to_string()}>{ fact::label(fact, messages) }</a></li>
                    }) }
                </ul>
                <span translate="no">{ messages.map_key() }</span>
            </figcaption>
        </figure>
    }
}

fn in_words(fact: &Fact, messages: Messages) -> String {
    match fact.aspect {
        Aspect::Place(at) => format!(
            "{}, {}",
            fact::label(fact, messages),
            format::coordinates(at, messages)
        ),
        _ => fact::label(fact, messages),
    }
}

fn place(point: &MapPoint, fact: &Fact, messages: Messages) -> Html {
    let (x, y) = (point.x, point.y);
    // The position and alignment of the name. 5 is half the height of its letters.
    let label = point.label.map(|side| match side {
        LabelSide::Right => (x + 7.0, y + 5.0, "start"),
        LabelSide::Left => (x - 7.0, y + 5.0, "end"),
        LabelSide::Above => (x, y - 10.0, "middle"),
        LabelSide::Below => (x, y + 20.0, "middle"),
    });
    html! {
        <a class="to-place" href={anchor::link(&anchor::fact(&fact.id))} data-fact={fact.id.to_string()} tabindex="-1">
            // A larger target than the point alone. If it were larger still, it could cover the next place.
            <circle class="reach" cx={decimal(x)} cy={decimal(y)} r="8" />
            <circle class="place" cx={decimal(x)} cy={decimal(y)} r="4" />
            if let Some((x, y, anchor)) = label {
                <text x={decimal(x)} y={decimal(y)} text-anchor={anchor}>{ fact::label(fact, messages) }</text>
            }
        </a>
    }
}

/// Renders a scale bar for a round number of kilometres: at most a quarter of the map's width, but at least 1 km.
fn scale(map: &Map, messages: Messages) -> Html {
    let quarter = map.width * map.scale / 4.0;
    let mut length = 1.0;
    for step in [2.0, 2.5, 2.0].into_iter().cycle().take(15) {
        if length * step > quarter {
            break;
        }
        length *= step;
    }
    let y = map.height + FOOT - 8.0;
    let end = 1.0 + length / map.scale;
    let line = format!(
        "M1 {0}V{1}H{2}V{0}",
        decimal(y - 5.0),
        decimal(y),
        decimal(end)
    );
    html! {
        <>
            <path class="scale" d={line} />
            <text class="scale" x={decimal(end + 6.0)} y={decimal(y)}>{ messages.kilometres(&fraction(length, messages)) }</text>
        </>
    }
}
