"""Forms of signing in, passwords and accounts."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, EqualTo, Length, Optional, Regexp

from tracker.accounts.rules import EMAIL_SHAPE, ROLE_WORDS, SHORTEST_PASSWORD, Role
from tracker.core.forms import VersionField, VietnameseForm

NO_UNIT = 0
PASSWORD_SHAPE = f"Ít nhất {SHORTEST_PASSWORD} ký tự, không chứa tên đăng nhập."
ROLE_CHOICES = [SelectChoice(role.value, ROLE_WORDS[role]) for role in Role]


class SignInForm(VietnameseForm):
    """Name and password."""

    username = StringField("Tên đăng nhập", [DataRequired("Hãy nhập tên đăng nhập.")])
    password = PasswordField("Mật khẩu", [DataRequired("Hãy nhập mật khẩu.")])


class NewPasswordForm(VietnameseForm):
    """The new password twice."""

    new = PasswordField(
        "Mật khẩu mới",
        [DataRequired("Hãy nhập mật khẩu mới.")],
        description=PASSWORD_SHAPE,
    )
    again = PasswordField(
        "Nhập lại mật khẩu mới",
        [
            DataRequired("Hãy nhập lại mật khẩu mới."),
            EqualTo("new", "Hai lần nhập mật khẩu mới không giống nhau."),
        ],
    )


class ChangePasswordForm(NewPasswordForm):
    """The old password too."""

    old = PasswordField("Mật khẩu hiện tại", [DataRequired("Hãy nhập mật khẩu hiện tại.")])


class CodeForm(VietnameseForm):
    """A code of the phone, or one from paper."""

    code = StringField("Mã xác thực", [DataRequired("Hãy nhập mã."), Length(max=60)])


class UserForm(VietnameseForm):
    """What an administrator sets of an account."""

    full_name = StringField("Họ tên", [DataRequired("Hãy nhập họ tên."), Length(max=120)])
    job_title = StringField("Chức vụ", [Length(max=120)])
    email = StringField(
        "Thư điện tử", [Optional(), Regexp(EMAIL_SHAPE, message="Địa chỉ thư điện tử không đúng.")]
    )
    role = SelectField("Vai trò", choices=ROLE_CHOICES)
    unit = SelectField("Đơn vị", coerce=int)
    is_enabled = BooleanField("Được đăng nhập", default=True)


class ChangeUserForm(UserForm):
    """A person who forgot the password gets a temporary one."""

    password = PasswordField(
        "Đặt lại mật khẩu tạm",
        [Optional()],
        description="Để trống nếu không đặt lại. "
        f"{PASSWORD_SHAPE} Người dùng phải đổi ở lần đăng nhập sau.",
    )
    external_name = StringField(
        "Tên ở hệ thống đăng nhập một lần",
        [Length(max=200)],
        description="Để trống: tài khoản này chỉ đăng nhập bằng mật khẩu.",
    )
    version = VersionField()


class NewUserForm(UserForm):
    """A new account also needs a name and a first password."""

    username = StringField(
        "Tên đăng nhập", [DataRequired("Hãy nhập tên đăng nhập."), Length(max=60)]
    )
    password = PasswordField(
        "Mật khẩu tạm",
        [DataRequired("Hãy nhập mật khẩu tạm.")],
        description=f"{PASSWORD_SHAPE} Người dùng phải đổi ở lần đăng nhập đầu tiên.",
    )
    # None is chosen beforehand: who overlooks the field must not make an administrator.
    role = SelectField(
        "Vai trò",
        [DataRequired("Hãy chọn vai trò.")],
        choices=[SelectChoice("", "— Chọn vai trò —"), *ROLE_CHOICES],
    )
