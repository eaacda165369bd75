//! The panel for type and colour: a choice for each setting, the language of the toolbar, and a reset button.

use std::rc::Rc;

use yew::prelude::*;

use super::ChromeProps;
use super::button::{More, button, picture};
use super::icon::Icon;
use super::settings::{Setting, TypeSettings};
use super::tool::Tool;
use sidelight_i18n::Messages;

/// Requests from the type and colour panel to the page. A new setting takes effect at once. The setters return `true` if
/// it could also be saved for the next visit.
pub trait TypeHost {
    /// Returns the current settings.
    fn type_settings(&self) -> TypeSettings;
    /// Applies and saves the settings. The sentence at the top of the view stays there.
    fn set_type(&self, settings: TypeSettings) -> bool;
    /// Changes the language of the chrome and saves it.
    fn set_language(&self, messages: Messages) -> bool;
}

/// Type and colour in the toolbar.
pub(super) const TOOL: Tool = Tool::new(
    "type",
    Messages::type_and_colour,
    Icon("M3 19l5-14 5 14M5 14h6M14 19l3.5-9 3.5 9M15.2 16h4.6"),
    |props| html! { <TypePanel ..props /> },
);

/// The type and colour panel.
#[function_component]
fn TypePanel(props: &ChromeProps) -> Html {
    let messages = props.messages;
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
        Callback::from(move |messages| is_kept.set(host.typography.set_language(messages)))
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
                Setting::Size => stepper(setting, *settings, messages, &set),
                _ => radios(setting, *settings, messages, &set),
            }) }
            { languages(messages, &speak) }
            <p class="settings-said" role="status">{ if *is_kept { "" } else { messages.not_kept() } }</p>
            { button(messages.reset(), More { is_idle: Some(is_default), ..More::id("type-reset") }, reset) }
        </div>
    }
}

fn radios(
    setting: Setting,
    settings: TypeSettings,
    messages: Messages,
    set: &Callback<TypeSettings>,
) -> Html {
    let name = setting.attribute();
    html! {
        <fieldset key={name} class="setting">
            <legend>{ label(setting, messages) }</legend>
            { for setting.choices().iter().enumerate().map(|(place, choice)| {
                let onchange = set.reform(move |_| settings.with(setting, place));
                let is_chosen = place == settings.place(setting);
                radio(name, choice, choice_label(setting, choice, messages), None, is_chosen, onchange)
            }) }
        </fieldset>
    }
}

/// Renders a smaller and a larger button for a setting with many steps.
fn stepper(
    setting: Setting,
    settings: TypeSettings,
    messages: Messages,
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
            <legend>{ label(setting, messages) }</legend>
            { step("type-smaller", Icon::LESS, messages.smaller(), place.checked_sub(1)) }
            <output class="step-value">{ messages.step_of(&(place + 1).to_string(), &steps.to_string()) }</output>
            { step("type-larger", Icon::MORE, messages.larger(), Some(place + 1)) }
        </fieldset>
    }
}

fn languages(messages: Messages, speak: &Callback<Messages>) -> Html {
    html! {
        <fieldset key="language" class="setting">
            <legend>{ messages.tools_language() }</legend>
            { for Messages::all().map(|other| {
                let onchange = speak.reform(move |_| other);
                radio("ui", other.tag(), other.name(), Some(other.tag()), other == messages, onchange)
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

fn label(setting: Setting, messages: Messages) -> &'static str {
    match setting {
        Setting::Theme => messages.theme(),
        Setting::Face => messages.face(),
        Setting::Size => messages.size(),
        Setting::Width => messages.line_length(),
        Setting::Leading => messages.line_distance(),
        Setting::Spacing => messages.letter_distance(),
        Setting::Align => messages.line_ends(),
    }
}

fn choice_label(setting: Setting, choice: &str, messages: Messages) -> &'static str {
    match (setting, choice) {
        (_, "auto") => messages.as_system(),
        (_, "light") => messages.light(),
        (_, "sepia") => messages.sepia(),
        (_, "dark") => messages.dark(),
        (_, "contrast") => messages.high_contrast(),
        (_, "serif") => messages.serif(),
        (_, "sans") => messages.sans(),
        (_, "legible") => messages.legible(),
        (_, "narrow") => messages.short_lines(),
        (Setting::Width, "wide") => messages.long_lines(),
        (_, "full") => messages.full_lines(),
        (_, "tight") => messages.tight(),
        (_, "loose") => messages.loose(),
        (_, "double") => messages.very_loose(),
        (_, "wide") => messages.wide(),
        (_, "wider") => messages.very_wide(),
        (_, "start") => messages.ragged(),
        (_, "justify") => messages.justified(),
        _ => messages.normal(),
    }
}
