//! The panel for type and colour: a choice for each setting, the language of the toolbar, and a reset button.

use std::rc::Rc;

use yew::prelude::*;

use super::ChromeProps;
use super::button::{More, button, picture};
use super::icon::Icon;
use super::settings::{Setting, TypeSettings};
use super::tool::Tool;
use sidelight_i18n::Words;

/// Requests from the type and colour panel to the page. A new setting takes effect at once. The setters return `true` if
/// it could also be saved for the next visit.
pub trait TypeHost {
    /// Returns the current settings.
    fn type_settings(&self) -> TypeSettings;
    /// Applies and saves the settings. The sentence at the top of the view stays there.
    fn set_type(&self, settings: TypeSettings) -> bool;
    /// Changes the language of the chrome and saves it.
    fn set_language(&self, words: Words) -> bool;
}

/// Type and colour in the toolbar.
pub(super) const TOOL: Tool = Tool::new(
    "type",
    Words::type_and_colour,
    Icon("M3 19l5-14 5 14M5 14h6M14 19l3.5-9 3.5 9M15.2 16h4.6"),
    |props| html! { <TypePanel ..props /> },
);

/// The type and colour panel.
#[function_component]
fn TypePanel(props: &ChromeProps) -> Html {
    let words = props.words;
    let settings = use_state_eq(|| props.host.typography.type_settings());
    let is_kept = use_state_eq(|| true);
    let set = {
        let (host, settings, is_kept) = (Rc::clone(&props.host), settings.clone(), is_kept.clone());
        Callback::from(move |new: TypeSettings| {
            is_kept.set(host.typography.set_type(new));
            settings.set(new);
        })
    };
    let speak = {
        let (host, is_kept) = (Rc::clone(&props.host), is_kept.clone());
        Callback::from(move |words| is_kept.set(host.typography.set_language(words)))
    };
    let is_default = *settings == TypeSettings::default();
    let reset = {
        let set = set.clone();
        Callback::from(move |_| {
            if !is_default {
                set.emit(TypeSettings::default());
            }
        })
    };
    html! {
        <div class="settings">
            { for Setting::ALL.map(|setting| match setting {
                Setting::Size => stepper(setting, *settings, words, &set),
                _ => radios(setting, *settings, words, &set),
            }) }
            { languages(words, &speak) }
            <p class="settings-said" role="status">{ if *is_kept { "" } else { words.not_kept() } }</p>
            { button(words.reset(), More { is_idle: Some(is_default), ..More::id("type-reset") }, reset) }
        </div>
    }
}

fn radios(
    setting: Setting,
    settings: TypeSettings,
    words: Words,
    set: &Callback<TypeSettings>,
) -> Html {
    let name = setting.attribute();
    html! {
        <fieldset key={name} class="setting">
            <legend>{ label(setting, words) }</legend>
            { for setting.choices().iter().enumerate().map(|(place, choice)| {
                let onchange = set.reform(move |_| settings.with(setting, place));
                let is_chosen = place == settings.place(setting);
                radio(name, choice, choice_label(setting, choice, words), None, is_chosen, onchange)
            }) }
        </fieldset>
    }
}

/// Renders a smaller and a larger button for a setting with many steps.
fn stepper(
    setting: Setting,
    settings: TypeSettings,
    words: Words,
    set: &Callback<TypeSettings>,
) -> Html {
    let (place, steps) = (settings.place(setting), setting.choices().len());
    let step = |id: &'static str, sign: Icon, name: &'static str, to: Option<usize>| {
        let to = to.filter(|to| *to < steps);
        let set = set.clone();
        let onclick = Callback::from(move |_| {
            if let Some(to) = to {
                set.emit(settings.with(setting, to));
            }
        });
        let more = More {
            is_idle: Some(to.is_none()),
            ..More::id(id)
        };
        picture("chrome-button", sign, name, more, onclick)
    };
    html! {
        <fieldset key={setting.attribute()} class="setting">
            <legend>{ label(setting, words) }</legend>
            { step("type-smaller", Icon::LESS, words.smaller(), place.checked_sub(1)) }
            <output class="step-value">{ words.step_of(&(place + 1).to_string(), &steps.to_string()) }</output>
            { step("type-larger", Icon::MORE, words.larger(), Some(place + 1)) }
        </fieldset>
    }
}

fn languages(words: Words, speak: &Callback<Words>) -> Html {
    html! {
        <fieldset key="language" class="setting">
            <legend>{ words.tools_language() }</legend>
            { for Words::all().map(|other| {
                let onchange = speak.reform(move |_| other);
                radio("ui", other.tag(), other.name(), Some(other.tag()), other == words, onchange)
            }) }
        </fieldset>
    }
}

fn radio(
    name: &'static str,
    value: &'static str,
    label: &'static str,
    lang: Option<&'static str>,
    checked: bool,
    onchange: Callback<Event>,
) -> Html {
    html! {
        <label key={value} class="choice" {lang}>
            <input type="radio" {name} {value} {checked} {onchange} /><span>{ label }</span>
        </label>
    }
}

fn label(setting: Setting, words: Words) -> &'static str {
    match setting {
        Setting::Theme => words.theme(),
        Setting::Face => words.face(),
        Setting::Size => words.size(),
        Setting::Width => words.line_length(),
        Setting::Leading => words.line_distance(),
        Setting::Spacing => words.letter_distance(),
        Setting::Align => words.line_ends(),
    }
}

fn choice_label(setting: Setting, choice: &str, words: Words) -> &'static str {
    match (setting, choice) {
        (_, "auto") => words.as_system(),
        (_, "light") => words.light(),
        (_, "sepia") => words.sepia(),
        (_, "dark") => words.dark(),
        (_, "contrast") => words.high_contrast(),
        (_, "serif") => words.serif(),
        (_, "sans") => words.sans(),
        (_, "legible") => words.legible(),
        (_, "narrow") => words.short_lines(),
        (Setting::Width, "wide") => words.long_lines(),
        (_, "full") => words.full_lines(),
        (_, "tight") => words.tight(),
        (_, "loose") => words.loose(),
        (_, "double") => words.very_loose(),
        (_, "wide") => words.wide(),
        (_, "wider") => words.very_wide(),
        (_, "start") => words.ragged(),
        (_, "justify") => words.justified(),
        _ => words.normal(),
    }
}
